import { DomainError } from '../../domain/errors.js';
import {
  cleanText,
  requireNoSpace,
  requirePasswordLength,
  requireTokenShape,
} from '../../domain/text-rules.js';
import { requireToken } from '../../domain/verification.js';
import type { Services } from '../../services.js';
import { newSession } from './new-session.js';
import { digestToken, phoneOfToken } from './verification-token.js';

/** The password is hashed before the transaction, for a token that is known to be good: it takes long on purpose. */
export const register =
  ({
    unitOfWork,
    clock,
    random,
    rules,
    passwordHasher,
    secretDigest,
  }: Pick<
    Services,
    'unitOfWork' | 'clock' | 'random' | 'rules' | 'passwordHasher' | 'secretDigest'
  >): Services['register'] =>
  async ({ nickname: text, password, verificationToken }) => {
    requireNoSpace(password);
    const nickname = cleanText('nickname', text);
    requirePasswordLength(password);
    requireTokenShape(verificationToken);
    const digest = digestToken(secretDigest, verificationToken);
    const now = clock.now();

    const phone = await unitOfWork.read(
      async (session) => {
        const verifiedPhone = await phoneOfToken(session, digest, now);
        if (await session.users.findByPhone(verifiedPhone)) throw new DomainError('phone-taken');
        return verifiedPhone;
      },
      { latest: true },
    );
    const passwordHash = await passwordHasher.hash(password);
    const sessionOf = newSession({ clock, random, rules });

    return unitOfWork.write(async ({ lockPhone, verifications, users, sessions }) => {
      await lockPhone(phone);
      requireToken(await verifications.find(phone), digest, now);
      const { id } = await users.add({ phone, nickname, passwordHash, at: now });
      const session = sessionOf(id);
      await sessions.add(session);
      return { user: id, session };
    });
  };
