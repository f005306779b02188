import { DomainError } from './errors.js';
import type { EpochMs } from './ids.js';
import type { Rules } from './rules.js';

/** How one user stands to another; the numbers are the wire's (docs/wire/friends.md). */
export const friendshipStatus = { requesting: 10, requested: 11, agreed: 20, ignored: 21, deleted: 30 } as const;
export type FriendshipStatus = keyof typeof friendshipStatus;

/** One user's side. Two users have two sides, which may differ. */
export interface Side {
  readonly status: FriendshipStatus;
  /** What I call them; '' if nothing. At most 32 code points. */
  readonly displayName: string;
  /** Their request's text to me; '' if none. At most 64 code points. */
  readonly message: string;
  /** When anything of this side changed last. */
  readonly updatedAt: EpochMs;
}

/** Both sides and both blocks as they stand, read under the pair's lock. */
export interface Pair {
  readonly mine: Side | null;
  readonly theirs: Side | null;
  readonly iBlockThem: boolean;
  readonly theyBlockMe: boolean;
}

export type SideChange = Partial<Pick<Side, 'status' | 'displayName' | 'message'>>;

/** What a command does to a pair: the sides to write, and what the other user is told. */
export interface FriendshipChange {
  readonly mine?: SideChange;
  readonly theirs?: SideChange;
  /** My block of them ends: nobody is friend and blocked at once. */
  readonly liftMyBlock?: true;
  readonly tell?: ContactOperation;
}

/** What the other user hears of it (docs/wire/friends.md, "Contact notices"). */
export type ContactOperation = 'Request' | 'AcceptResponse';
export type InviteAction = 'None' | 'Added' | 'Sent';
