import { DomainError } from '../../domain/errors.js';
import type { UserId } from '../../domain/ids.js';
import { type Profile, profileOf } from '../../domain/user.js';
import type { Services } from '../../services.js';

/**
 * Writes what is cleaned already, and tells the IM cloud.
 *
 * @throws DomainError `user-unknown`
 */
export const changeProfile = (
  { unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>,
  me: UserId,
  change: Partial<Pick<Profile, 'nickname' | 'portraitUri'>>,
): Promise<void> =>
  unitOfWork.write(async (session) => {
    await session.lockUsers([me]);
    const user = await session.users.find(me);
    if (!user) throw new DomainError('user-unknown');
    const now = clock.now();
    await session.users.setProfile(me, change, now);
    await session.outbox.add({ type: 'profile-changed', user: { ...profileOf(user), ...change } }, now);
  });
