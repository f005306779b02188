import { setTimeout } from 'node:timers/promises';
import { isStale } from './failures.js';

/** A renewal looks for the newest version in all tables: where they are huge, nobody waits until it is done. */
const longestWaitMs = 5_000;

/**
 * Runs transactions. Whoever finds the clock stale renews it, together with those who find it at the same time, and fails:
 * to be run again.
 */
export function renewal(renew: () => Promise<void>) {
  let underWay: Promise<void> | undefined;
  const together = (): Promise<void> => {
    underWay ??= renew().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  return async <T>(transaction: () => Promise<T>): Promise<T> => {
    try {
      return await transaction();
    } catch (error) {
      if (isStale(error)) await atMost(longestWaitMs, together());
      throw error;
    }
  };
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const timeUp = setTimeout(ms, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([work, timeUp]).finally(() => timer.abort());
}
