import { DomainError } from '../../domain/errors.js';
import type { Group } from '../../domain/group.js';
import { requireRoom } from '../../domain/group-admission.js';
import type { EpochMs, UserId } from '../../domain/ids.js';
import type { WriteSession } from '../../ports/unit-of-work.js';
import { namesOf, tellGroup } from './tell-group.js';

/**
 * Lets users into a group, and tells the IM cloud first and the members then, so that newcomers hear it too.
 *
 * @param users ascending, locked, and known to exist
 * @throws DomainError `group-member-exists` when one is in already, `group-full`
 */
export async function admit(
  session: WriteSession,
  { id, name, ...group }: Group,
  users: readonly UserId[],
  by: UserId,
  now: EpochMs,
): Promise<void> {
  if ((await session.groups.memberships(id, users)).length > 0) throw new DomainError('group-member-exists');
  requireRoom(group, users.length);
  await session.groups.join(id, users, 'member', now);
  await session.outbox.add({ type: 'group-joined', group: id, name, members: users }, now);
  await tellGroup(session, id, by, { operation: 'Add', targets: await namesOf(session, users) }, now);
}
