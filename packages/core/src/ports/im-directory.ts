import type { GroupId, UserId } from '../domain/ids.js';

/** What the IM cloud holds now, which may be behind the outbox, or wrong. Ids that are none of ours are left out. */
export interface ImDirectory {
  /**
   * Empty for a group that it does not know.
   *
   * @throws DomainError `im-unavailable`, `im-refused`; so do the others
   */
  groupMembers(group: GroupId): Promise<readonly UserId[]>;
  /** A name that is not told is ''. */
  groupsOf(user: UserId): Promise<readonly { readonly id: GroupId; readonly name: string }[]>;
  /** Whom they block there. */
  blockedBy(user: UserId): Promise<readonly UserId[]>;
}
