import { DomainError } from '../../domain/errors.js';
import type { UserId } from '../../domain/ids.js';
import type { WriteSession } from '../../ports/unit-of-work.js';
import type { MessageTarget, Services } from '../../services.js';
import { mayDo } from '../group/standing.js';

/** Through the outbox: a message to a group follows the notice of who joined it, and nobody waits for the IM cloud. */
export const sendMessage =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['sendMessage'] =>
  (me, { target, ...message }) =>
    unitOfWork.write(async (session) => {
      await requireReach(session, me, target);
      // The IM cloud lets a server write to whoever blocks the sender.
      if (target.kind === 'private' && (await session.blacklist.isBlocked(target.to, me))) return;
      await session.outbox.add({ type: 'message', from: me, conversation: target, ...message }, clock.now());
    });

/** Locks what the message is ordered by, too. */
async function requireReach(session: WriteSession, me: UserId, target: MessageTarget): Promise<void> {
  if (target.kind === 'private') {
    await session.lockUsers([me, target.to]);
    const { mine } = await session.friendships.pair(me, target.to);
    if (mine?.status !== 'agreed') throw new DomainError('not-a-friend', { user: target.to });
  } else {
    await session.lockGroup(target.to);
    if (!(await mayDo(session, me, 'send-message', target.to))) throw new DomainError('not-a-group-member');
  }
}
