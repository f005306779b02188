export interface RateLimit {
  /** How many within the window. */
  readonly limit: number;
  readonly windowMs: number;
}

/** Counts per key within a window that begins with the first. Shared by all processes over one store. */
export interface RateLimiter {
  /** Counts one. @returns 0 while the limit holds, else how long until the window ends, in ms */
  take(key: string, rule: RateLimit): Promise<number>;
  /** Forgets the key. */
  reset(key: string): Promise<void>;
}
