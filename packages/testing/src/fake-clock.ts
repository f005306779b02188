import { type Clock, epochMs } from '@kith/core';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
}

/** @param startMs 2024-01-02T03:04:05Z unless given */
export function fakeClock(startMs = Date.UTC(2024, 0, 2, 3, 4, 5)): FakeClock {
  let now = startMs;
  return {
    now: () => epochMs(now),
    advance: (ms) => {
      now += ms;
    },
  };
}
