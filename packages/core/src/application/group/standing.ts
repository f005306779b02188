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

/** Whether a user may do that in a group; in one that does not exist, or not any more, everybody is an outsider. */
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
 * For what the creator of a group alone may do.
 *
 * @throws DomainError `group-unknown-or-not-creator`, which does not tell the one from the other
 */
export async function requireCreator(
  session: Groups,
  user: UserId,
  action: GroupAction,
  group: GroupId,
): Promise<void> {
  if (!(await mayDo(session, user, action, group))) throw new DomainError('group-unknown-or-not-creator');
}
