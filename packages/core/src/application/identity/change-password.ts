import { DomainError } from '../../domain/errors.js';
import { requireNoSpace, requirePasswordLength } from '../../domain/text-rules.js';
import type { Services, SignedIn } from '../../services.js';
import { clearGuesses, countGuess } from './password-guesses.js';

type Needs = Pick<Services, 'unitOfWork' | 'passwordHasher' | 'rateLimiter' | 'rules'>;

export const changePassword =
  (needs: Needs): Services['changePassword'] =>
  async (me, { newPassword, oldPassword }) => {
    requireNoSpace(newPassword);
    requirePasswordLength(newPassword);
    const user = await needs.unitOfWork.read(({ users }) => users.find(me.user), { latest: true });
    if (!user) throw new DomainError('old-password-wrong');

    await countGuess(needs, user.phone);
    await replace(needs, me, { newPassword, oldPassword });
    await clearGuesses(needs, user.phone);
  };

/** The passwords are hashed outside of any transaction: it takes long on purpose. */
async function replace(
  needs: Needs,
  me: SignedIn,
  passwords: { readonly newPassword: string; readonly oldPassword: string },
): Promise<void> {
  const { unitOfWork, passwordHasher } = needs;
  const oldHash = await unitOfWork.read(({ users }) => users.passwordHash(me.user), { latest: true });
  const { matches } = await passwordHasher.verify(passwords.oldPassword, oldHash ?? '');
  if (oldHash === null || !matches) throw new DomainError('old-password-wrong');
  const newHash = await passwordHasher.hash(passwords.newPassword);

  const replaced = await unitOfWork.write(async ({ lockUsers, users, sessions }) => {
    await lockUsers([me.user]);
    if ((await users.passwordHash(me.user)) !== oldHash) return false;
    await users.setPasswordHash(me.user, newHash);
    await sessions.revokeAll(me.user, { except: me.session.id });
    return true;
  });
  // Changed while it was checked: what was right may be wrong now.
  if (!replaced) await replace(needs, me, passwords);
}
