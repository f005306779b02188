import type { EpochMs, UserId } from '../domain/ids.js';
import type { User } from '../domain/user.js';

export interface BlacklistReader {
  isBlocked(owner: UserId, target: UserId): Promise<boolean>;
  /** Whom they block now, ascending by id. */
  list(owner: UserId): Promise<readonly User[]>;
}

/** Rows stay when a block is lifted: they are its tombstones. */
export interface BlacklistRepository extends BlacklistReader {
  /** @returns whether that changed anything; what changed is stamped */
  set(owner: UserId, target: UserId, active: boolean, at: EpochMs): Promise<boolean>;
}
