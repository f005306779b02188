import type { ImEvent } from '../../domain/events.js';
import type { EpochMs, GroupId, UserId } from '../../domain/ids.js';
import type { ImDifference } from '../../domain/im-difference.js';
import type { WriteSession } from '../../ports/unit-of-work.js';
import type { Services } from '../../services.js';

/**
 * Has the IM cloud told what the database says now, not what it said when they were compared: under the lock of the group or
 * the users, and behind all that waits in their line. So a repair overtakes nothing, and what comes later comes after it.
 */
export async function repair(
  { unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>,
  differences: readonly ImDifference[],
): Promise<void> {
  for (const [group, found] of groupBy(differences, groupOf))
    await unitOfWork.write((session) => repairGroup(session, group, found, clock.now()));
  for (const [owner, found] of groupBy(differences, ownerOf))
    await unitOfWork.write((session) => repairBlocks(session, owner, found, clock.now()));
}

const groupOf = (difference: ImDifference) => ('group' in difference ? difference.group : undefined);
const ownerOf = (difference: ImDifference) => ('owner' in difference ? difference.owner : undefined);

function groupBy<Key>(
  differences: readonly ImDifference[],
  keyOf: (difference: ImDifference) => Key | undefined,
): ReadonlyMap<Key, readonly ImDifference[]> {
  const found = new Map<Key, ImDifference[]>();
  for (const difference of differences) {
    const key = keyOf(difference);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), difference]);
  }
  return found;
}

async function repairGroup(
  session: WriteSession,
  id: GroupId,
  differences: readonly ImDifference[],
  now: EpochMs,
): Promise<void> {
  await session.lockGroup(id);
  const group = await session.groups.find(id);
  const users = differences.flatMap((difference) => ('user' in difference ? [difference.user] : []));
  const tell = (event: ImEvent) => session.outbox.add(event, now);

  if (group && group.dismissedAt !== null)
    return tell({ type: 'group-dismissed', group: id, operator: group.creatorId });

  const inside = (await session.groups.memberships(id, users)).map(({ userId }) => userId);
  const outside = users.filter((user) => !inside.includes(user));
  if (group && inside.length > 0)
    await tell({ type: 'group-joined', group: id, name: group.name, members: inside });
  if (outside.length > 0) await tell({ type: 'group-left', group: id, members: outside });
  if (group && differences.some(({ kind }) => kind === 'group-name'))
    await tell({ type: 'group-renamed', group: id, name: group.name });
}

async function repairBlocks(
  session: WriteSession,
  owner: UserId,
  differences: readonly ImDifference[],
  now: EpochMs,
): Promise<void> {
  const targets = differences.flatMap((difference) => ('target' in difference ? [difference.target] : []));
  await session.lockUsers([owner, ...targets]);
  const blocked = new Set((await session.blacklist.list(owner)).map(({ id }) => id));
  for (const target of targets)
    await session.outbox.add(
      { type: blocked.has(target) ? 'block-added' : 'block-lifted', owner, target },
      now,
    );
}
