import type { Phone, Random, SecretDigest, SmsVerifier } from '@kith/core';
import { codeVerifier } from '../code-verifier.js';

/** Sends nothing: hands each code to `log`, for development, where the developer is the phone. */
export const consoleVerifier = ({
  random,
  secretDigest,
  log,
}: {
  readonly random: Pick<Random, 'digits'>;
  readonly secretDigest: SecretDigest;
  readonly log: (phone: Phone, code: string) => void;
}): SmsVerifier =>
  codeVerifier({ random, secretDigest, sender: { send: async (phone, code) => log(phone, code) } });
