import { DomainError } from '../../domain/errors.js';
import { invite } from '../../domain/friendship.js';
import { cleanText } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { writeFriendship } from './write-friendship.js';

export const inviteFriend =
  ({
    unitOfWork,
    clock,
    rules,
  }: Pick<Services, 'unitOfWork' | 'clock' | 'rules'>): Services['inviteFriend'] =>
  async (me, them, text) => {
    const message = cleanText('requestMessage', text);
    return unitOfWork.write(async (session) => {
      await session.lockUsers([me, them]);
      if (!(await session.users.find(them))) throw new DomainError('friend-unknown');
      const now = clock.now();
      const pair = await session.friendships.pair(me, them);
      const { action, change } = invite(pair, { me, them, message }, now, rules);
      await writeFriendship(session, { me, them }, change, now);
      return action;
    });
  };
