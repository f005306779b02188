import type { ChangeSet } from '../domain/changes.js';
import type { UserId } from '../domain/ids.js';
import type { SyncPosition } from '../domain/version.js';

/** What changed for a user: the promises G1 to G6 of docs/wire/sync.md. */
export interface ChangeFeed {
  /**
   * Every row of the user's whose effective version is above `since`, with a version that covers no more than that:
   * whatever commits later is in a later answer. From 0 without tombstones; after a reset everything, tombstones included.
   */
  pull(user: UserId, position: SyncPosition): Promise<ChangeSet>;
}
