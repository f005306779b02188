import { requireNoSpace, requirePasswordLength, requireTokenShape } from '../../domain/text-rules.js';
import { requireToken, useUp } from '../../domain/verification.js';
import type { Services } from '../../services.js';
import { clearGuesses } from './password-guesses.js';
import { digestToken, phoneOfToken } from './verification-token.js';

/** Whoever used up the guesses at a number does not keep its owner out: a reset clears them. */
export const resetPassword =
  ({
    unitOfWork,
    clock,
    passwordHasher,
    secretDigest,
    rateLimiter,
  }: Pick<
    Services,
    'unitOfWork' | 'clock' | 'passwordHasher' | 'secretDigest' | 'rateLimiter'
  >): Services['resetPassword'] =>
  async (password, verificationToken) => {
    requireNoSpace(password);
    requirePasswordLength(password);
    requireTokenShape(verificationToken);
    const digest = digestToken(secretDigest, verificationToken);
    const now = clock.now();

    const phone = await unitOfWork.read((session) => phoneOfToken(session, digest, now), { latest: true });
    const hash = await passwordHasher.hash(password);

    await unitOfWork.write(async ({ lockPhone, lockUsers, verifications, users, sessions }) => {
      await lockPhone(phone);
      await verifications.save(phone, useUp(requireToken(await verifications.find(phone), digest, now)));
      const user = await users.findByPhone(phone);
      if (!user) return;
      await lockUsers([user.id]);
      await users.setPasswordHash(user.id, hash);
      await sessions.revokeAll(user.id);
    });
    await clearGuesses({ rateLimiter }, phone);
  };
