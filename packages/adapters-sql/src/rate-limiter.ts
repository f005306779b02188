import type { Clock, RateLimit, RateLimiter } from '@kith/core';
import { RateLimiterRes, type RateLimiterStoreAbstract } from 'rate-limiter-flexible';
import type { Database } from './database.js';
import { unavailable } from './errors.js';
import { type Patience, retrying } from './retry.js';

export interface SqlRateLimiterOptions extends Patience {
  readonly database: Database;
  readonly clock: Clock;
}

/** Counts in the database, outside any unit of work: a guess counts, whatever becomes of the request. Time is the system's. */
export function sqlRateLimiter({ database, clock, ...retries }: SqlRateLimiterOptions): RateLimiter {
  const counters = new Map<string, RateLimiterStoreAbstract>();
  const counter = (rule: RateLimit): RateLimiterStoreAbstract => {
    const name = `${rule.limit} in ${rule.windowMs}`;
    const known = counters.get(name) ?? database.rateLimiter(rule);
    counters.set(name, known);
    return known;
  };
  const asking = <T>(ask: () => Promise<T>): Promise<T> =>
    retrying(ask, { ...retries, isWorthwhile: database.isConflict }).catch((error) => {
      throw unavailable(error);
    });

  const sweep = () => database.write((trx) => trx('rate_limits').where('expire', '<', clock.now()).delete());

  return {
    take: (key, rule) =>
      asking(async () => {
        if (retries.random.fraction() < 1 / sweepOnceIn) await sweep();
        try {
          await counter(rule).consume(key);
          return 0;
        } catch (refusal) {
          if (refusal instanceof RateLimiterRes) return atLeastOne(refusal.msBeforeNext);
          throw refusal;
        }
      }),
    reset: (key) =>
      asking(async () => {
        await counter(anyRule).delete(key);
      }),
  };
}

/** So seldom a caller also clears away what is over: the table holds what is going on, and little more. */
const sweepOnceIn = 500;

/** What is forgotten does not depend on the rule it was counted by. */
const anyRule: RateLimit = { limit: 1, windowMs: 1_000 };

/** 0 would mean that it is let through. */
const atLeastOne = (ms: number): number => Math.max(1, ms);
