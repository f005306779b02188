import type { EpochMs, GroupId, UserId } from '../../domain/ids.js';
import type { ImDifference } from '../../domain/im-difference.js';
import type { WriteSession } from '../../ports/unit-of-work.js';
import type { Services } from '../../services.js';
import { restateBlocks, restateGroup } from './restate.js';

type GroupDifference = Extract<ImDifference, { readonly group: GroupId }>;
type BlockDifference = Extract<ImDifference, { readonly owner: UserId }>;

/** Blocks told in one transaction: it holds the locks of everybody concerned. */
const blocksAtOnce = 100;

/** Has the IM cloud told what the database says now, not what it said when they were compared. */
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
      await unitOfWork.write((session) => restateBlocks(session, owner, targets, clock.now()));
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

function repairGroup(
  session: WriteSession,
  group: GroupId,
  differences: readonly GroupDifference[],
  now: EpochMs,
): Promise<void> {
  const users = differences.flatMap((difference) => ('user' in difference ? [difference.user] : []));
  const named = differences.some(({ kind }) => kind === 'group-name');
  return restateGroup(session, group, { users, named }, now);
}
