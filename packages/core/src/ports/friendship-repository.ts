import type { Pair, Side, SideChange } from '../domain/friendship.js';
import type { EpochMs, UserId } from '../domain/ids.js';
import type { User } from '../domain/user.js';

/** One of my sides, with the user it is about. */
export interface FriendshipEntry extends Side {
  readonly user: User;
}

export interface FriendshipReader {
  /** Both sides and both blocks, in one statement. For oneself both sides are the same row. */
  pair(me: UserId, them: UserId): Promise<Pair>;
  /** My sides of every status, ascending by the other's id. */
  list(me: UserId): Promise<readonly FriendshipEntry[]>;
}

export interface FriendshipRepository extends FriendshipReader {
  /**
   * Writes the sides given, stamped; a side that does not exist is made (absent texts ''). Absent fields stay.
   * A change for a side must carry a `status` when the side does not exist.
   */
  apply(
    me: UserId,
    them: UserId,
    change: { readonly mine?: SideChange; readonly theirs?: SideChange },
    at: EpochMs,
  ): Promise<void>;
}
