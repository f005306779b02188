import { DomainError } from '../../domain/errors.js';
import type { Group } from '../../domain/group.js';
import { can, type GroupAction, type Standing } from '../../domain/group-role.js';
import type { GroupId, UserId } from '../../domain/ids.js';
import type { GroupReader } from '../../ports/group-repository.js';

interface Groups {
  readonly groups: Pick<GroupReader, 'find' | 'membership'>;
}

/** @throws DomainError `group-unknown` when it does not exist, or not any more */
export async function requireLiveGroup({ groups }: Groups, id: GroupId): Promise<Group> {
  const group = await groups.find(id);
  if (!group || group.dismissedAt !== null) throw new DomainError('group-unknown');
  return group;
}

/** Whether a user may do that in a group; in a group that does not exist everybody is an outsider. */
export async function mayDo(
  { groups }: Groups,
  user: UserId,
  action: GroupAction,
  group: GroupId,
): Promise<boolean> {
  const standing: Standing = (await groups.membership(group, user))?.role ?? 'outsider';
  return can(standing, action);
}

/**
 * The group, for what its creator alone may do.
 *
 * @throws DomainError `group-unknown-or-not-creator`, which does not tell the one from the other
 */
export async function requireCreator(
  session: Groups,
  user: UserId,
  action: GroupAction,
  id: GroupId,
): Promise<Group> {
  const group = await session.groups.find(id);
  if (!group || group.dismissedAt !== null || !(await mayDo(session, user, action, id)))
    throw new DomainError('group-unknown-or-not-creator');
  return group;
}
