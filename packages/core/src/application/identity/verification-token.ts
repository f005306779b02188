import { DomainError } from '../../domain/errors.js';
import type { EpochMs } from '../../domain/ids.js';
import type { Phone } from '../../domain/phone.js';
import { requireToken } from '../../domain/verification.js';
import type { SecretDigest } from '../../ports/secret-digest.js';
import type { VerificationReader } from '../../ports/verification-repository.js';

/** What a token is stored and looked up by; its letters may come back in any case. */
export const digestToken = (secretDigest: SecretDigest, token: string): string =>
  secretDigest.digest(token.toLowerCase());

/**
 * The number that a token was earned for.
 *
 * @throws DomainError `verification-token-unknown` also when it is used up or too old
 */
export async function phoneOfToken(
  { verifications }: { readonly verifications: VerificationReader },
  digest: string,
  now: EpochMs,
): Promise<Phone> {
  const phone = await verifications.findByToken(digest);
  if (!phone) throw new DomainError('verification-token-unknown');
  requireToken(await verifications.find(phone), digest, now);
  return phone;
}
