import type { Conversation } from '../domain/events.js';
import type { EpochMs, UserId } from '../domain/ids.js';

/** What a device's connection to the IM cloud became. */
export type PresenceStatus = 'online' | 'offline' | 'logged-out';

export interface Presence {
  readonly user: UserId;
  readonly status: PresenceStatus;
  /** The kind of device, as the cloud names it: 'iOS'. '' when it does not say. At most 32 characters. */
  readonly os: string;
  readonly at: EpochMs;
  /** The cloud's name for the connection; '' when it does not say. At most 128 characters. */
  readonly session: string;
}

/** A message that went through the IM cloud. */
export interface RoutedMessage {
  /** The cloud's own, at most 64 characters. */
  readonly uid: string;
  readonly from: UserId;
  readonly conversation: Conversation;
  /** The only ones of a group who get it; empty: all of them. */
  readonly directedTo: readonly UserId[];
  /** The type: 'RC:TxtMsg'. At most 32 characters. */
  readonly objectName: string;
  /** JSON or plain text, as the sender gave it. */
  readonly content: string;
  /** What it was sent with, as the cloud names it: 'iOS'. '' when it does not say. At most 32 characters. */
  readonly source: string;
  readonly sentAt: EpochMs;
}

/**
 * Hears what the IM cloud tells of its own accord (docs/im.md, "What RongCloud tells us"). Each process tells one thing at a time, in the
 * order they came in; several processes tell theirs beside each other, so `at` and `sentAt` say what was later.
 * What it rejects with is logged, and is not told again.
 */
export interface ImCallbacks {
  onUserOnline(presence: Presence): Promise<void>;
  /** Once per message, except that a message which the cloud repeats hours later may come again. */
  onMessage(message: RoutedMessage): Promise<void>;
}
