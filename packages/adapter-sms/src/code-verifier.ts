import { timingSafeEqual } from 'node:crypto';
import type { Phone, Random, SecretDigest, SmsVerifier } from '@kith/core';

const codeLength = 6;

/** Carries a code of ours to a phone: the one thing such a provider has to do. */
export interface SmsSender {
  /**
   * @param code 6 decimal digits
   * @throws DomainError `sms-unavailable` when it was surely not sent
   */
  send(phone: Phone, code: string): Promise<void>;
}

/**
 * A verifier over a provider that only carries text: the code is made and checked here. The reference is a keyed
 * digest of number and code, so that who reads the database learns no code, and one number's reference does not fit another.
 */
export function codeVerifier({
  random,
  secretDigest,
  sender,
}: {
  readonly random: Pick<Random, 'digits'>;
  readonly secretDigest: SecretDigest;
  readonly sender: SmsSender;
}): SmsVerifier {
  const referenceOf = ({ region, number }: Phone, code: string): string =>
    secretDigest.digest(`sms:${region}:${number}:${code}`);

  return {
    async start(phone) {
      const code = random.digits(codeLength);
      await sender.send(phone, code);
      return { reference: referenceOf(phone, code) };
    },
    async check(phone, code, reference) {
      return sameText(referenceOf(phone, code), reference) ? 'right' : 'wrong';
    },
  };
}

/** In a time that does not tell how much of it is equal. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
