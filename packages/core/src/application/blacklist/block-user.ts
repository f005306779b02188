import { DomainError } from '../../domain/errors.js';
import { blockedFriendship } from '../../domain/friendship.js';
import type { Services } from '../../services.js';
import { writeFriendship } from '../friendship/write-friendship.js';

export const blockUser =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['blockUser'] =>
  (me, them) =>
    unitOfWork.write(async (session) => {
      await session.lockUsers([me, them]);
      if (!(await session.users.find(them))) throw new DomainError('friend-unknown');
      const now = clock.now();
      const pair = await session.friendships.pair(me, them);
      await writeFriendship(session, { me, them }, blockedFriendship(pair), now);
      if (await session.blacklist.set(me, them, true, now))
        await session.outbox.add({ type: 'block-added', owner: me, target: them }, now);
    });
