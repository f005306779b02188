import { answerRequest } from '../../domain/friendship.js';
import type { Services } from '../../services.js';
import { writeFriendship } from './write-friendship.js';

export const answerFriendRequest =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['answerFriendRequest'] =>
  (me, answer, them) =>
    unitOfWork.write(async (session) => {
      await session.lockUsers([me, them]);
      const change = answerRequest(answer, await session.friendships.pair(me, them));
      await writeFriendship(session, { me, them }, change, clock.now());
    });
