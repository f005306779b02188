import type { GroupRole } from './group-role.js';
import type { EpochMs, GroupId, UserId } from './ids.js';
import type { Profile } from './user.js';

export interface Group {
  readonly id: GroupId;
  /** 2 to 32 code points, escaped. */
  readonly name: string;
  readonly portraitUri: string;
  /** Live members; 0 once dismissed. */
  readonly memberCount: number;
  readonly maxMemberCount: number;
  /** The creator, or whoever the group was passed on to; stays after dismissal. */
  readonly creatorId: UserId;
  /** At most 1024 code points, escaped; null if never set. */
  readonly bulletin: string | null;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** null while the group lives. A dismissed group never comes back. */
  readonly dismissedAt: EpochMs | null;
}

/** A live membership. */
export interface Membership {
  readonly groupId: GroupId;
  readonly userId: UserId;
  readonly role: GroupRole;
  /** What they call themselves here; '' if nothing. It survives leaving and coming back. */
  readonly displayName: string;
  /** When the present stay began. */
  readonly joinedAt: EpochMs;
  /** When they first joined. */
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
}

/** A row of the roster. */
export interface Member extends Membership {
  readonly profile: Profile;
}
