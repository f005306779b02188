import { renameFriend } from '../../domain/friendship.js';
import { cleanText } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { writeFriendship } from './write-friendship.js';

export const setFriendDisplayName =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['setFriendDisplayName'] =>
  async (me, them, text) => {
    const displayName = cleanText('friendDisplayName', text);
    return unitOfWork.write(async (session) => {
      await session.lockUsers([me, them]);
      const change = renameFriend(await session.friendships.pair(me, them), displayName);
      await writeFriendship(session, { me, them }, change, clock.now());
    });
  };
