import type { ChangeSet } from '../domain/changes.js';
import type { UserId } from '../domain/ids.js';
import type { SyncPosition } from '../domain/version.js';

/** What changed for a user: the promises G1 to G6 of docs/wire/sync.md. */
export interface ChangeFeed {
  /**
   * Every row of the user's whose effective version is above `since`, with a version that covers no more than that:
   * whatever commits later is in a later answer. From 0 without tombstones; after a reset everything, tombstones included.
   *
   * With a limit a page of it: at least `limit` rows, those with the lowest effective versions, and all that share the last of
   * these versions. `hasMore` tells that rows are left above the answer's version; the next page is asked for with version and era
   * of this one. After a reset only the first page has `reset: true`; to whoever names no era a reset comes whole.
   */
  pull(user: UserId, position: SyncPosition, options?: PullOptions): Promise<ChangeSet>;
  /**
   * What `pull` without a limit gives, of one snapshot too, handed over in parts so that it is never held as a whole. An answer
   * of a few thousand rows is one part. The next part is read when `receive` is done with the one before; what it rejects
   * with ends the reading.
   */
  stream(user: UserId, position: SyncPosition, receive: ReceiveChanges): Promise<void>;
}

export interface PullOptions {
  /** How many rows are enough, 1 or more. All unless given. */
  readonly limit?: number | undefined;
}

/**
 * Takes one part of an answer: a change set with some of its rows, never with `hasMore`. The sections come in the order
 * user, blacklist, friends, groups, members: after rows of one, none of an earlier one.
 */
export type ReceiveChanges = (part: ChangeSet, isLast: boolean) => Promise<void>;
