import type { OutboxEvent } from '../../domain/events.js';
import type { EpochMs } from '../../domain/ids.js';
import type { OutboxEntry } from '../../ports/outbox.js';
import type { WriteSession } from '../../ports/unit-of-work.js';
import type { Services } from '../../services.js';
import { restateBlocks, restateGroup, restateProfile } from '../reconciliation/restate.js';

export const listDeadLetters =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['listDeadLetters'] =>
  (limit) =>
    unitOfWork.read(({ outbox }) => outbox.dead(limit), { latest: true });

export const dropDeadLetters =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['dropDeadLetters'] =>
  (ids) =>
    unitOfWork.write(({ outbox }) => outbox.drop(ids));

/** Each in a transaction of its own, the oldest first. */
export const replayDeadLetters =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['replayDeadLetters'] =>
  async (ids) => {
    const letters = await unitOfWork.read(({ outbox }) => outbox.letters(ids), { latest: true });
    let count = 0;
    for (const letter of letters)
      count += await unitOfWork.write((session) => replay(session, letter, clock.now()));
    return count;
  };

/** @returns 0 when another one replayed it */
async function replay(session: WriteSession, { id, event }: OutboxEntry, now: EpochMs): Promise<number> {
  if (!(await restate(session, event, now))) return session.outbox.revive([id], now);
  return session.outbox.drop([id]);
}

/**
 * What a letter says of who is in, who is blocked and what is called how may be over since it died. It is told as it is now:
 * an old join that comes late would let somebody in again.
 *
 * @returns whether the event is of that kind
 */
async function restate(session: WriteSession, event: OutboxEvent, now: EpochMs): Promise<boolean> {
  switch (event.type) {
    case 'profile-changed':
      await restateProfile(session, event.user.id, now);
      return true;
    case 'block-added':
    case 'block-lifted':
      await restateBlocks(session, event.owner, [event.target], now);
      return true;
    case 'group-created':
    case 'group-joined':
    case 'group-left':
      await restateGroup(session, event.group, { users: event.members, named: false }, now);
      return true;
    case 'group-renamed':
    case 'group-dismissed':
      await restateGroup(session, event.group, { users: [], named: true }, now);
      return true;
    default:
      return false;
  }
}
