import type { OutboxEvent } from '../domain/events.js';
import type { EpochMs, Version } from '../domain/ids.js';

export interface OutboxEntry {
  readonly id: number;
  readonly event: OutboxEvent;
  /** Stamp of the transaction that wrote it. */
  readonly version: Version;
  readonly at: EpochMs;
  /** Failed tries so far. */
  readonly attempts: number;
  /** Why the last one failed; null if none did. */
  readonly lastError: string | null;
}

export interface OutboxCounts {
  /** How many wait, also those on their way. */
  readonly pending: number;
  /** How many were given up. */
  readonly dead: number;
  /** When the oldest of those that wait was written; null when none does. */
  readonly oldestPendingAt: EpochMs | null;
}

export interface OutboxReader {
  counts(): Promise<OutboxCounts>;
  /** Those given up, oldest first. */
  dead(limit: number): Promise<readonly OutboxEntry[]>;
  /** Of these, those given up, oldest first. */
  letters(ids: readonly number[]): Promise<readonly OutboxEntry[]>;
}

/** Written in the same transaction as the change it tells of, and by the relay. */
export interface Outbox extends OutboxReader {
  /** Appends, stamped with the transaction's version. Within one ordering key, order of writing is order of delivery. */
  add(event: OutboxEvent, at: EpochMs): Promise<void>;
  /** As `add`, unless something of its ordering key waits already or is on its way: for what says no more when said again. */
  addOnce(event: OutboxEvent, at: EpochMs): Promise<void>;
  /**
   * Takes due entries for one relay until `leaseUntil`: of each ordering key only the first that is neither
   * delivered nor dead, and none whose lease another relay still holds. Several relays may claim at once.
   */
  claim(options: {
    readonly now: EpochMs;
    readonly leaseUntil: EpochMs;
    readonly limit: number;
  }): Promise<readonly OutboxEntry[]>;
  /** Delivered: gone. */
  remove(ids: readonly number[]): Promise<void>;
  /** One more failure; due again at `dueAt`. Holds back what is behind it in its key. */
  retry(id: number, options: { readonly error: string; readonly dueAt: EpochMs }): Promise<void>;
  /** It could not be tried, or nobody answered: as `retry`, with no attempt counted. */
  postpone(id: number, options: { readonly error: string | null; readonly dueAt: EpochMs }): Promise<void>;
  /** Given up, kept. What is behind it in its key goes on. */
  bury(id: number, options: { readonly error: string }): Promise<void>;
  /** Makes dead entries pending again, due now, at the end of their key's line, with no attempts counted. @returns how many */
  revive(ids: readonly number[], now: EpochMs): Promise<number>;
  /** Throws dead entries away, and no others. @returns how many */
  drop(ids: readonly number[]): Promise<number>;
}
