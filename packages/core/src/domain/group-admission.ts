import { DomainError } from './errors.js';
import type { Group } from './group.js';
import { ascending, type UserId } from './ids.js';
import type { Rules } from './rules.js';

/**
 * Reads a list of ids as a client gives it.
 *
 * @param ids null where one could not be read
 * @returns each once, ascending
 * @throws DomainError `group-member-unreadable` for null
 */
export function listedUsers(ids: readonly (UserId | null)[]): UserId[] {
  const known = ids.filter((id) => id !== null);
  if (known.length < ids.length) throw new DomainError('group-member-unreadable');
  return ascending(known);
}

/** @throws DomainError `group-member-unknown` when one of the listed does not exist */
export function requireAll(listed: readonly UserId[], existing: readonly { readonly id: UserId }[]): void {
  const ids = new Set(existing.map(({ id }) => id));
  const user = listed.find((id) => !ids.has(id));
  if (user !== undefined) throw new DomainError('group-member-unknown', { user });
}

/**
 * Bounds a list before anything is looked up or locked for it: no group holds more.
 *
 * @throws DomainError `group-full`
 */
export function requireListable(ids: readonly (UserId | null)[], { group: { maxMembers } }: Rules): void {
  if (new Set(ids).size > maxMembers) throw new DomainError('group-full', { limit: maxMembers });
}

/**
 * Checks how many a new group lists: the creator and one other at least.
 *
 * @throws DomainError `group-too-few-members`, `group-full`
 */
export function requireGroupSize(ids: readonly (UserId | null)[], rules: Rules): void {
  if (new Set(ids).size < 2) throw new DomainError('group-too-few-members');
  requireListable(ids, rules);
}

/** @param count the groups they are in. @throws DomainError `too-many-groups` when one more is over the limit */
export function requireGroupAllowance(count: number, { group: { maxGroupsPerUser } }: Rules): void {
  if (count >= maxGroupsPerUser) throw new DomainError('too-many-groups', { limit: maxGroupsPerUser });
}

/** @throws DomainError `group-full` when so many more do not fit */
export function requireRoom(
  { memberCount, maxMemberCount }: Pick<Group, 'memberCount' | 'maxMemberCount'>,
  newcomers: number,
): void {
  if (memberCount + newcomers > maxMemberCount)
    throw new DomainError('group-full', { limit: maxMemberCount });
}
