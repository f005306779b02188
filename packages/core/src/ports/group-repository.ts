import type { Group, Member, Membership } from '../domain/group.js';
import type { GroupRole } from '../domain/group-role.js';
import type { EpochMs, GroupId, UserId } from '../domain/ids.js';

export interface GroupReader {
  /** Dismissed ones too. */
  find(id: GroupId): Promise<Group | null>;
  findMany(ids: readonly GroupId[]): Promise<readonly Group[]>;
  /** The next ids, ascending, dismissed ones too, at most `limit`; from the first on after null. */
  idsAfter(id: GroupId | null, limit: number): Promise<readonly GroupId[]>;
  /** null unless a live member. */
  membership(group: GroupId, user: UserId): Promise<Membership | null>;
  /** Live memberships of those listed, ascending by user id. */
  memberships(group: GroupId, users: readonly UserId[]): Promise<readonly Membership[]>;
  /** The roster: live members, ascending by user id. Empty for an unknown or dismissed group. */
  members(group: GroupId): Promise<readonly Member[]>;
  /** Live groups I am a live member of, ascending by group id. */
  listOf(user: UserId): Promise<readonly { readonly role: GroupRole; readonly group: Group }[]>;
  /** Live memberships of a user. */
  countOf(user: UserId): Promise<number>;
  /** The live member with the lowest id other than `except`; null if there is none. */
  successor(group: GroupId, except: UserId): Promise<UserId | null>;
}

/** Every change stamps the member rows concerned, the group row where the group (its count too) changed, and no other row. */
export interface GroupRepository extends GroupReader {
  /** A group of nobody yet. */
  add(group: {
    readonly name: string;
    readonly creatorId: UserId;
    readonly maxMemberCount: number;
    readonly at: EpochMs;
  }): Promise<Group>;
  update(
    id: GroupId,
    change: Partial<Pick<Group, 'name' | 'portraitUri' | 'bulletin' | 'creatorId'>>,
    at: EpochMs,
  ): Promise<void>;
  /**
   * Lets users in as `role`: a new stay each. Who was in before keeps the display name. Who is in already is left alone.
   * The member count grows by those who really came.
   *
   * @returns those who came
   */
  join(group: GroupId, users: readonly UserId[], role: GroupRole, at: EpochMs): Promise<readonly UserId[]>;
  /** Ends the stay of those who are in; the member count falls by them. @returns those who left */
  leave(group: GroupId, users: readonly UserId[], at: EpochMs): Promise<readonly UserId[]>;
  setRole(group: GroupId, user: UserId, role: GroupRole, at: EpochMs): Promise<void>;
  setDisplayName(group: GroupId, user: UserId, displayName: string, at: EpochMs): Promise<void>;
  /** Ends every stay and the group: nobody is in, count 0, `dismissedAt` set; roles and creator stay. */
  dismiss(group: GroupId, at: EpochMs): Promise<void>;
}
