import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@kith/core';

/** How to wait. */
export interface Patience {
  readonly random: Pick<Random, 'fraction'>;
  /** Waits, in ms; by the system's timer unless given. */
  readonly pause?: Pause | undefined;
}

export interface RetryOptions extends Patience {
  readonly isWorthwhile: (error: unknown) => boolean;
  /** How often it is tried in all. */
  readonly attempts?: number;
}

export type Pause = (ms: number) => Promise<unknown>;

/** For what happens once, at the start: another process that starts too may take seconds. */
export const manyAttempts = 100;
/** For what somebody waits for: pauses of about half a second. */
const fewAttempts = 8;
/** And where each try waits for a lock: no further try after that, in ms. */
const longestInAll = 5_000;

const firstPauseMs = 5;
const longestPauseMs = 160;

/** Runs something again after a conflict, each time after a longer pause, with jitter. */
export async function retrying<T>(
  run: () => Promise<T>,
  { isWorthwhile, random, attempts = fewAttempts, pause = sleep }: RetryOptions,
): Promise<T> {
  const end = attempts === manyAttempts ? Number.POSITIVE_INFINITY : performance.now() + longestInAll;
  for (let attempt = 1; ; attempt += 1)
    try {
      return await run();
    } catch (error) {
      if (attempt >= attempts || performance.now() > end || !isWorthwhile(error)) throw error;
      const longest = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
      await pause(longest * (0.5 + random.fraction() / 2));
    }
}
