import type { ImEvent } from '../../domain/events.js';
import type { EpochMs, GroupId, UserId } from '../../domain/ids.js';
import type { ImDifference } from '../../domain/im-difference.js';
import type { WriteSession } from '../../ports/unit-of-work.js';
import type { Services } from '../../services.js';

type GroupDifference = Extract<ImDifference, { readonly group: GroupId }>;
type BlockDifference = Extract<ImDifference, { readonly owner: UserId }>;

/** Blocks told in one transaction: it holds the locks of everybody concerned. */
const blocksAtOnce = 100;

/**
 * Has the IM cloud told what the database says now, not what it said when they were compared: under the lock of the group or
 * the users, and behind all that waits in their line. So a repair overtakes nothing, and what comes later comes after it.
 */
export async function repair(
  { unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>,
  differences: readonly ImDifference[],
): Promise<void> {
  const ofGroups = differences.filter((each): each is GroupDifference => 'group' in each);
  for (const [group, found] of groupBy(ofGroups, ({ group }) => group))
    await unitOfWork.write((session) => repairGroup(session, group, found, clock.now()));

  const ofBlocks = differences.filter((each): each is BlockDifference => 'owner' in each);
  for (const [owner, found] of groupBy(ofBlocks, ({ owner }) => owner))
    for (let first = 0; first < found.length; first += blocksAtOnce) {
      const targets = found.slice(first, first + blocksAtOnce).map(({ target }) => target);
      await unitOfWork.write((session) => repairBlocks(session, owner, targets, clock.now()));
    }
}

function groupBy<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const found = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const alike = found.get(key);
    if (alike) alike.push(value);
    else found.set(key, [value]);
  }
  return found;
}

async function repairGroup(
  session: WriteSession,
  id: GroupId,
  differences: readonly GroupDifference[],
  now: EpochMs,
): Promise<void> {
  await session.lockGroup(id);
  const group = await session.groups.find(id);
  const users = differences.flatMap((difference) => ('user' in difference ? [difference.user] : []));
  const tell = (event: ImEvent) => session.outbox.add(event, now);

  if (group && group.dismissedAt !== null)
    return tell({ type: 'group-dismissed', group: id, operator: group.creatorId });

  const inside = (await session.groups.memberships(id, users)).map(({ userId }) => userId);
  const isInside = new Set(inside);
  const outside = users.filter((user) => !isInside.has(user));
  if (group && inside.length > 0)
    await tell({ type: 'group-joined', group: id, name: group.name, members: inside });
  if (outside.length > 0) await tell({ type: 'group-left', group: id, members: outside });
  if (group && differences.some(({ kind }) => kind === 'group-name'))
    await tell({ type: 'group-renamed', group: id, name: group.name });
}

async function repairBlocks(
  session: WriteSession,
  owner: UserId,
  targets: readonly UserId[],
  now: EpochMs,
): Promise<void> {
  await session.lockUsers([owner, ...targets]);
  const blocked = new Set((await session.blacklist.list(owner)).map(({ id }) => id));
  for (const target of targets) {
    const type = blocked.has(target) ? 'block-added' : 'block-lifted';
    await session.outbox.add({ type, owner, target }, now);
  }
}
