import { type Clock, type ImDifference, isDomainError } from '@kith/core';
import type { Subject } from './subject.js';

export interface Progress {
  /** It and all before it are done; null: nothing is. */
  readonly position: Subject | null;
  readonly groups: number;
  readonly users: number;
  readonly differences: number;
  /** How many could not be compared. */
  readonly failed: number;
}

/** How a walk ended, and how far it came. */
export interface Walk extends Progress {
  readonly end:
    | { readonly how: 'finished' }
    | { readonly how: 'stopped' }
    | { readonly how: 'failed'; readonly error: unknown };
}

export interface WalkNeeds {
  readonly clock: Clock;
  /** Resolves after `ms`, or as soon as `signal` is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly stop: AbortSignal;
  /** How long an IM cloud that cannot serve is waited for. */
  readonly patienceMs: number;
  readonly reconcile: (subject: Subject) => Promise<readonly ImDifference[]>;
  readonly onDifferences: (found: readonly ImDifference[]) => void;
  /** It could not be compared, and is passed over. */
  readonly onFailure: (subject: Subject, error: unknown) => void;
  /** A page is done. */
  readonly onProgress: (progress: Progress) => void;
}

/** How many are compared at once: the IM cloud counts calls, and the servers make some too. */
const lanes = 4;
const firstPauseMs = 100;
const maxPauseMs = 30_000;
const kinds = { group: 'groups', user: 'users' } as const;

/**
 * Reconciles all that the pages hold. What the IM cloud refuses is passed over; while it cannot serve it is waited for. When it
 * has served nobody for long, at any other failure, and when it is stopped, the walk ends at a position to go on from: all up to
 * it is done, and little behind it.
 */
export async function walk(
  needs: WalkNeeds,
  pages: AsyncIterable<readonly Subject[]>,
  after: Subject | null,
): Promise<Walk> {
  let position = after;
  const counts = { groups: 0, users: 0, differences: 0, failed: 0 };
  const reconcile = patient(needs);
  const settle = async (subject: Subject, over: AbortSignal): Promise<boolean> => {
    const outcome = await reconcile(subject, over);
    if (!outcome) return false;
    counts[kinds[subject.kind]] += 1;
    if ('error' in outcome) {
      counts.failed += 1;
      needs.onFailure(subject, outcome.error);
    } else {
      counts.differences += outcome.found.length;
      if (outcome.found.length > 0) needs.onDifferences(outcome.found);
    }
    return true;
  };

  try {
    for await (const page of pages) {
      const { done, failure } = await inLanes(page, settle, needs.stop);
      position = page[done - 1] ?? position;
      if (failure) return { ...counts, position, end: { how: 'failed', error: failure.error } };
      if (needs.stop.aborted) return { ...counts, position, end: { how: 'stopped' } };
      needs.onProgress({ ...counts, position });
    }
  } catch (error) {
    return { ...counts, position, end: { how: 'failed', error } };
  }
  return { ...counts, position, end: { how: 'finished' } };
}

/**
 * Settles the subjects side by side, begun in their order, until one throws or it is stopped.
 *
 * @param settle resolves with whether it is done; `over` is aborted when there is nothing to wait for any more
 * @returns how many are done from the first on, with none left out
 */
async function inLanes(
  subjects: readonly Subject[],
  settle: (subject: Subject, over: AbortSignal) => Promise<boolean>,
  stop: AbortSignal,
): Promise<{ readonly done: number; readonly failure: { readonly error: unknown } | null }> {
  const fault = new AbortController();
  const over = AbortSignal.any([stop, fault.signal]);
  const queue = subjects.entries();
  let begun = 0;
  let firstUndone = Number.POSITIVE_INFINITY;
  let failure: { readonly error: unknown } | null = null;

  const isDone = async (subject: Subject): Promise<boolean> => {
    try {
      return await settle(subject, over);
    } catch (error) {
      failure ??= { error };
      fault.abort();
      return false;
    }
  };
  const lane = async (): Promise<void> => {
    while (!over.aborted) {
      const { value, done } = queue.next();
      if (done) return;
      const [place, subject] = value;
      begun = place + 1;
      if (!(await isDone(subject))) firstUndone = Math.min(firstUndone, place);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { done: Math.min(begun, firstUndone), failure };
}

type Outcome = { readonly found: readonly ImDifference[] } | { readonly error: unknown };

/**
 * Reconciles, again and again while the IM cloud cannot serve. Whom it does not serve while it serves others is given up alone.
 *
 * @returns what was found or why it is passed over; null when it is over before
 * @throws what is not the subject's fault
 */
function patient({ clock, wait, patienceMs, reconcile }: WalkNeeds) {
  let servedAt = Number.NEGATIVE_INFINITY;

  return async (subject: Subject, over: AbortSignal): Promise<Outcome | null> => {
    const end = clock.now() + patienceMs;
    for (let tries = 1; ; tries += 1) {
      try {
        const found = await reconcile(subject);
        servedAt = clock.now();
        return { found };
      } catch (error) {
        const left = end - clock.now();
        if (isDomainError(error, 'im-refused')) {
          servedAt = clock.now();
          return { error };
        }
        if (!isDomainError(error, 'im-unavailable')) throw error;
        if (left <= 0 && clock.now() - servedAt < patienceMs / 2) return { error };
        if (left <= 0) throw error;
        const pause = Math.min(maxPauseMs, firstPauseMs * 2 ** (tries - 1));
        await wait(Math.min(left, Math.max(pause, error.data.retryAfterMs)), over);
        if (over.aborted) return null;
      }
    }
  };
}
