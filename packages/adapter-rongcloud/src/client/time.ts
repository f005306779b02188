import { setTimeout as delay } from 'node:timers/promises';

/** Time that passes, as opposed to the time of day. */
export interface Time {
  /** Milliseconds since some moment; never fewer than before. */
  now(): number;
  wait(ms: number): Promise<void>;
  /** Rings once, after `ms`. @returns what stops it */
  alarm(ms: number, ring: () => void): () => void;
}

export const systemTime: Time = {
  now: () => performance.now(),
  wait: (ms) => delay(ms),
  alarm(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

export interface Timeouts {
  /** What one request may take. */
  readonly attemptMs: number;
  /** What it may take in all: waiting for its turn, requests, pauses between them. */
  readonly overallMs: number;
  /** A pause that would be longer is left to whoever asks again; a quarter of all the time unless given. */
  readonly longestPauseMs?: number;
}

/** Until when something has to be done, in however many attempts. */
export interface Deadline {
  leftMs(): number;
  /** An attempt that has less may end without an answer that was on its way. */
  readonly leastMs: number;
  /** Whether there is time for a pause. */
  allows(pauseMs: number): boolean;
  /** The signal ends the attempt when its time is over, or all time is. */
  attempt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export function deadline(
  time: Time,
  { attemptMs, overallMs, longestPauseMs = overallMs / 4 }: Timeouts,
): Deadline {
  const end = time.now() + overallMs;
  const leftMs = (): number => end - time.now();
  return {
    leftMs,
    leastMs: Math.min(attemptMs, overallMs / 2),
    allows: (pauseMs) => pauseMs < leftMs() && pauseMs <= longestPauseMs,
    async attempt(work) {
      const timeout = new AbortController();
      const stop = time.alarm(Math.min(attemptMs, leftMs()), () => timeout.abort());
      try {
        return await work(timeout.signal);
      } finally {
        stop();
      }
    },
  };
}
