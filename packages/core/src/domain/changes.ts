import type { FriendshipStatus } from './friendship.js';
import type { GroupRole } from './group-role.js';
import type { GroupId, Version } from './ids.js';
import type { Profile } from './user.js';

/** What a sync tells one user (docs/wire/sync.md). Each row carries the version that it became so with. */
export interface ChangeSet {
  /** Ask with this, and `era`, next time. Never below the version asked with, except after a reset. */
  readonly version: Version;
  /** Names the past that `version` belongs to; of a page with `hasMore` perhaps the very moment. */
  readonly era: Version;
  /** The client's past is not ours: forget everything, this is the whole. */
  readonly reset: boolean;
  /** A page of several: what is newer than `version` is still to be asked for. Never without a limit. */
  readonly hasMore: boolean;
  /** My own profile, if it changed. */
  readonly user: (Profile & Stamped) | null;
  readonly blacklist: readonly BlockChange[];
  readonly friends: readonly FriendChange[];
  readonly groups: readonly MyGroupChange[];
  readonly groupMembers: readonly MemberChange[];
}

export interface Stamped {
  readonly version: Version;
}

/** `active: false` is the tombstone. */
export interface BlockChange extends Stamped {
  readonly user: Profile;
  readonly active: boolean;
}

/** `status: 'deleted'` is the tombstone. */
export interface FriendChange extends Stamped {
  readonly user: Profile;
  readonly displayName: string;
  readonly status: FriendshipStatus;
}

/** My membership. `isDeleted` is the tombstone: I left, was kicked, or the group was dismissed. */
export interface MyGroupChange {
  readonly group: { readonly id: GroupId; readonly name: string; readonly portraitUri: string } & Stamped;
  readonly displayName: string;
  readonly role: GroupRole;
  readonly isDeleted: boolean;
}

/** A member of a group I am in. `isDeleted` is the tombstone: they left. */
export interface MemberChange extends Stamped {
  readonly groupId: GroupId;
  readonly user: Profile;
  readonly displayName: string;
  readonly role: GroupRole;
  readonly isDeleted: boolean;
}
