import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@kith/core';

export interface RetryOptions {
  readonly isWorthwhile: (error: unknown) => boolean;
  readonly random: Pick<Random, 'fraction'>;
  /** How often it is tried in all. */
  readonly attempts?: number;
  /** Waits, in ms. */
  readonly pause?: Pause;
}

export type Pause = (ms: number) => Promise<unknown>;

const firstPauseMs = 5;
const longestPauseMs = 160;

/** Runs something again after a conflict, each time after a longer pause, with jitter: 8 times in about half a second. */
export async function retrying<T>(
  run: () => Promise<T>,
  { isWorthwhile, random, attempts = 8, pause = sleep }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await run();
    } catch (error) {
      if (attempt >= attempts || !isWorthwhile(error)) throw error;
      const longest = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
      await pause(longest * (0.5 + random.fraction() / 2));
    }
}
