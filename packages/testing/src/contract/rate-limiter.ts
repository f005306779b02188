import type { Clock, RateLimiter } from '@kith/core';
import { expect } from 'chai';
import { type FakeClock, fakeClock } from '../fake-clock.js';
import { type TestApi, times } from '../test-api.js';

export interface TestRateLimiter {
  readonly rateLimiter: RateLimiter;
  close(): Promise<void>;
}

/** The promises of `RateLimiter`. */
export function rateLimiterContract(
  { describe, it }: TestApi,
  open: (clock: Clock) => Promise<TestRateLimiter>,
): void {
  const rule = { limit: 3, windowMs: 60_000 };

  const test = (title: string, body: (limiter: RateLimiter, clock: FakeClock) => Promise<void>) =>
    it(title, async () => {
      const clock = fakeClock();
      const { rateLimiter, close } = await open(clock);
      try {
        await body(rateLimiter, clock);
      } finally {
        await close();
      }
    });
  const use = async (limiter: RateLimiter, count: number) => {
    for (const _ of times(count)) expect(await limiter.take('key', rule)).to.equal(0);
  };

  describe('a rate limiter', () => {
    test('lets as many through as the limit says, then says how long the window lasts', async (limiter, clock) => {
      await use(limiter, 1);
      clock.advance(20_000);
      await use(limiter, 2);
      expect(await limiter.take('key', rule)).to.equal(40_000);
    });

    test('begins a new window when the first is over', async (limiter, clock) => {
      await use(limiter, 3);
      clock.advance(59_999);
      expect(await limiter.take('key', rule)).to.equal(1);
      clock.advance(1);
      await use(limiter, 3);
      expect(await limiter.take('key', rule)).to.equal(60_000);
    });

    test('counts each key for itself', async (limiter) => {
      await use(limiter, 3);
      expect(await limiter.take('another key', rule)).to.equal(0);
      expect(await limiter.take('KEY', rule)).to.equal(0);
    });

    test('forgets a key when it is reset', async (limiter) => {
      await use(limiter, 3);
      await limiter.reset('key');
      await use(limiter, 3);
    });

    test('lets no more than the limit through when all come at once', async (limiter) => {
      const waits = await Promise.all(times(10).map(() => limiter.take('key', rule)));
      expect(waits.filter((wait) => wait === 0)).to.have.lengthOf(rule.limit);
    });
  });
}
