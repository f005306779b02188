import { timingSafeEqual } from 'node:crypto';
import type { Phone, SmsVerifier } from '@kith/core';
import type { SendReport, SmsNeeds } from './provider.js';
import { settle } from './report.js';

const codeLength = 6;

/** Carries a code of ours to a phone: the one thing such a provider has to do. */
export interface SmsSender {
  /**
   * Tries once. Never rejects: what broke is in the report.
   *
   * @param code 6 decimal digits
   */
  send(phone: Phone, code: string): Promise<SendReport>;
}

/**
 * A verifier over a provider that only carries text: the code is made and checked here. The reference is a keyed
 * digest of number and code, so that who reads the database learns no code, and one number's reference does not fit another.
 *
 * @param name of the provider, for the log
 */
export function codeVerifier(
  name: string,
  { random, secretDigest, log }: Pick<SmsNeeds, 'random' | 'secretDigest' | 'log'>,
  sender: SmsSender,
): SmsVerifier {
  const referenceOf = ({ region, number }: Phone, code: string): string =>
    secretDigest.digest(`sms:${region}:${number}:${code}`);

  return {
    async start(phone) {
      const code = random.digits(codeLength);
      settle(phone, await sender.send(phone, code), name, log);
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
