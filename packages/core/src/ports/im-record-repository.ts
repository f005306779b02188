import type { EpochMs, UserId } from '../domain/ids.js';
import type { Presence, RoutedMessage } from './im-callbacks.js';

export interface ImRecordReader {
  /** The last that is known; null when none is. */
  presence(user: UserId): Promise<Presence | null>;
  /** null when it was never kept, or is pruned. */
  message(uid: string): Promise<RoutedMessage | null>;
}

/** What the IM cloud told of users and messages. Nothing here is part of a sync: writing it takes no version. */
export interface ImRecordRepository extends ImRecordReader {
  /** Takes the place of what was known of the user, unless that is later. */
  savePresence(presence: Presence): Promise<void>;
  /** Keeps the first of a uid, and passes over any other. */
  addMessage(message: RoutedMessage): Promise<void>;
  /** Deletes up to `limit` messages that were sent before, the oldest first. @returns how many */
  pruneMessages(before: EpochMs, limit: number): Promise<number>;
}
