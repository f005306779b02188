import type { Clock, EpochMs, RateLimit, RateLimiter } from '../index.js';

interface Window {
  readonly since: EpochMs;
  readonly count: number;
}

/** Counts in this process alone. */
export function inMemoryRateLimiter(clock: Clock): RateLimiter {
  const windows = new Map<string, Window>();

  const current = (key: string, { windowMs }: RateLimit): Window => {
    const now = clock.now();
    const window = windows.get(key);
    return window && now < window.since + windowMs ? window : { since: now, count: 0 };
  };
  const untilEnd = ({ since }: Window, { windowMs }: RateLimit): number => since + windowMs - clock.now();

  return {
    async take(key, rule) {
      const window = current(key, rule);
      const counted = { ...window, count: window.count + 1 };
      windows.set(key, counted);
      return counted.count <= rule.limit ? 0 : untilEnd(counted, rule);
    },
    async reset(key) {
      windows.delete(key);
    },
  };
}
