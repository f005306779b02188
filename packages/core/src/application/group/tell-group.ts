import type { GroupNotice } from '../../domain/events.js';
import type { EpochMs, GroupId, UserId } from '../../domain/ids.js';
import { type NamedUser, namedUser } from '../../domain/user.js';
import type { WriteSession } from '../../ports/unit-of-work.js';

/** Who these are, with the names to show; ascending by id. */
export const namesOf = async (
  { users }: Pick<WriteSession, 'users'>,
  ids: readonly UserId[],
): Promise<readonly NamedUser[]> => (await users.findMany(ids)).map(namedUser);

/** Writes a notice to all who are in the group on the IM side when it is delivered. */
export async function tellGroup(
  session: Pick<WriteSession, 'users' | 'outbox'>,
  group: GroupId,
  by: UserId,
  notice: GroupNotice,
  now: EpochMs,
): Promise<void> {
  const operator = await session.users.find(by);
  if (!operator) return;
  await session.outbox.add({ type: 'group-notice', group, operator: namedUser(operator), notice }, now);
}
