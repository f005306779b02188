import type { Time } from './time.js';

interface Limit {
  readonly count: number;
  readonly perMs: number;
}

const perSecond = (count: number): Limit => ({ count, perMs: 1_000 });
const perMinute = (count: number): Limit => ({ count, perMs: 60_000 });

/** What an app may do there (a message counts once for each of its targets); 100 calls a second where nothing is said. */
const limits: ReadonlyMap<string, Limit> = new Map([
  ['/user/getToken.json', perSecond(200)],
  ['/message/private/publish.json', perMinute(6_000)],
  ['/message/group/publish.json', perSecond(20)],
  ['/message/system/publish.json', perSecond(100)],
]);
const usual = perSecond(100);

/**
 * Part of a limit that may be used at once; the rest comes over the time. So no window ever sees more than the limit; but where a
 * share comes to a few calls only, one may always go at once.
 */
const burst = 0.1;

export interface RateLimits {
  /** Takes a turn, unless it comes after `mostMs` only. @returns after how many ms the turn is, or would be */
  reserve(path: string, cost: number, mostMs: number): { readonly granted: boolean; readonly waitMs: number };
}

/** @param share what part of the app's limits is ours, when several processes use it */
export function rateLimits(time: Pick<Time, 'now'>, share: number): RateLimits {
  const buckets = new Map<string, ReturnType<typeof tokenBucket>>();
  return {
    reserve(path, cost, mostMs) {
      const bucket = buckets.get(path) ?? tokenBucket(limits.get(path) ?? usual, share, time);
      buckets.set(path, bucket);
      return bucket(cost, mostMs);
    },
  };
}

/** Those who wait have taken theirs already: the bucket is in debt, and the next ones wait for it too. */
function tokenBucket({ count, perMs }: Limit, share: number, { now }: Pick<Time, 'now'>) {
  const capacity = Math.max(1, count * share * burst);
  const tokensPerMs = (count * share * (1 - burst)) / perMs;
  let tokens = capacity;
  let filledAt = now();

  return (cost: number, mostMs: number) => {
    const at = now();
    tokens = Math.min(capacity, tokens + (at - filledAt) * tokensPerMs);
    filledAt = at;
    const waitMs = Math.ceil(Math.max(0, Math.min(cost, capacity) - tokens) / tokensPerMs);
    const granted = waitMs < mostMs;
    if (granted) tokens -= cost;
    return { granted, waitMs };
  };
}
