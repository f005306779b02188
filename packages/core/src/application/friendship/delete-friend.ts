import { deleteFriendship } from '../../domain/friendship.js';
import type { Services } from '../../services.js';
import { writeFriendship } from './write-friendship.js';

export const deleteFriend =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['deleteFriend'] =>
  (me, them) =>
    unitOfWork.write(async (session) => {
      await session.lockUsers([me, them]);
      const change = deleteFriendship(await session.friendships.pair(me, them));
      await writeFriendship(session, { me, them }, change, clock.now());
    });
