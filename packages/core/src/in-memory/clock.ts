import type { Clock, EpochMs } from '../index.js';
import { epochMs } from '../index.js';

export interface InMemoryClock extends Clock {
  /** Lets time pass. */
  advance(ms: number): void;
  /** Puts the clock forward or back. */
  set(now: number): void;
}

const inJuly2017 = 1_500_000_000_000;

/** A clock that stands still until it is told to move. */
export function inMemoryClock(start: number = inJuly2017): InMemoryClock {
  let now: EpochMs = epochMs(start);
  return {
    now: () => now,
    advance(ms) {
      now = epochMs(now + ms);
    },
    set(to) {
      now = epochMs(to);
    },
  };
}
