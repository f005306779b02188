import { DomainError } from '../../domain/errors.js';
import type { UserId } from '../../domain/ids.js';
import type { Phone } from '../../domain/phone.js';
import type { Services, SignedIn } from '../../services.js';
import { newSession } from './new-session.js';
import { clearGuesses, countGuess } from './password-guesses.js';

type Needs = Pick<
  Services,
  'unitOfWork' | 'clock' | 'random' | 'rules' | 'phoneNumbers' | 'passwordHasher' | 'rateLimiter'
>;

export const logIn =
  (needs: Needs): Services['logIn'] =>
  async ({ region, number }, password) => {
    const phone = needs.phoneNumbers.parse(region, number);
    if (!phone) throw new DomainError('phone-invalid');

    await countGuess(needs, phone);
    const signedIn = await enter(needs, phone, password);
    await clearGuesses(needs, phone);
    return signedIn;
  };

/** The password is checked outside of any transaction: it takes long on purpose. */
async function enter(needs: Needs, phone: Phone, password: string): Promise<SignedIn> {
  const { unitOfWork, passwordHasher } = needs;
  const known = await unitOfWork.read(
    async ({ users }) => {
      const user = await users.findByPhone(phone);
      const hash = user && (await users.passwordHash(user.id));
      return user && hash ? { user: user.id, hash } : null;
    },
    { latest: true },
  );
  if (!known) {
    // As long as a wrong password takes, so that time does not tell who is registered.
    await passwordHasher.hash(password);
    throw new DomainError('credentials-wrong');
  }

  const { user, hash } = known;
  const { matches, stale } = await passwordHasher.verify(password, hash);
  if (!matches) throw new DomainError('credentials-wrong');
  const renewed = stale ? await passwordHasher.hash(password) : hash;
  const signedIn = await addSession(needs, user, { hash, renewed });
  // Changed while it was checked: what was right may be wrong now.
  return signedIn ?? enter(needs, phone, password);
}

/** @returns null when the password is no longer the one that was checked */
function addSession(
  { unitOfWork, clock, random, rules }: Needs,
  user: UserId,
  { hash, renewed }: { readonly hash: string; readonly renewed: string },
): Promise<SignedIn | null> {
  const session = newSession({ clock, random, rules })(user);
  return unitOfWork.write(async ({ lockUsers, users, sessions, outbox }) => {
    await lockUsers([user]);
    if ((await users.passwordHash(user)) !== hash) return null;
    if (renewed !== hash) await users.setPasswordHash(user, renewed);
    await sessions.add(session);
    // A new device is when a wrong copy on the IM side would show.
    await outbox.addOnce({ type: 'reconciliation-due', user }, session.createdAt);
    return { user, session };
  });
}
