import { type EpochMs, noVersion, type Version, version } from './ids.js';

/** The version clock of a store whose commit order is its version order (docs/wire/sync.md, docs/adr/0003-version-clock.md). */

/**
 * A stretch of the clock's life, opened at each start of the process.
 * What lies strictly between `lastBefore` and `base` was never issued in this past:
 * whoever holds such a version saw a past that is gone (a restored backup).
 */
export interface Era {
  /** The last version issued before the era; 0 for the first. */
  readonly lastBefore: Version;
  /** The first version of the era, and its name on the wire. */
  readonly base: Version;
}

/**
 * Where a client stands: its `version`, and the `era` it was answered with (null: a client that sends none). Of a page that is
 * not the last, the era is the horizon of the snapshot that the page was of.
 */
export interface SyncPosition {
  readonly since: Version;
  readonly era: Version | null;
}

const microsecondsPerMs = 1_000;

/** The version after `last`: now in microseconds, or just above `last` where the clock stands or fell behind. */
export const nextVersion = (last: Version, now: EpochMs): Version =>
  version(Math.max(last + 1, now * microsecondsPerMs));

/** Opens an era above everything issued so far. */
export const openEra = (last: Version, now: EpochMs): Era => ({
  lastBefore: last,
  base: nextVersion(last, now),
});

/**
 * Whether a client's past is part of ours.
 *
 * - `delta`: it is; send what is newer.
 * - `reset`: it is not (its version or its era lies in a gap or ahead of all that was ever issued); send everything,
 *   tombstones included.
 *
 * A client at 0 has no past. Of one that names an era, only a gap that was opened later tells by the version that its past
 * is gone: a page may end with rows that are older than the era, whatever stamps they bear. But it was cut in a snapshot: a
 * row that was newer there was left for later, and may have been older in the past that came back. So the era of a page says
 * which snapshot that was.
 */
export function judgePosition(
  { since, era }: SyncPosition,
  { eras, horizon }: { readonly eras: readonly Era[]; readonly horizon: Version },
): 'delta' | 'reset' {
  if (since <= noVersion) return 'delta';
  const answeredIn = era ?? noVersion;
  const isIn = (gap: Era, version: Version) => version > gap.lastBefore && version < gap.base;
  const isForeign = answeredIn > noVersion && eras.some((each) => isIn(each, answeredIn));
  const isGone = eras.some((each) => each.base > answeredIn && isIn(each, since));
  const isAhead = Math.max(since, answeredIn) > horizon;
  return isForeign || isGone || isAhead ? 'reset' : 'delta';
}

/**
 * Where a page ends that is to have `limit` rows: with the version of the last of them, so that rows of one version,
 * and what one transaction did, are never parted. Rows above the horizon end no page: they come again anyhow.
 *
 * @param versions the effective versions of all rows there are, in any order
 * @returns null when one page holds them all
 */
export function pageEnd(
  versions: readonly Version[],
  { limit, horizon }: { readonly limit: number; readonly horizon: Version },
): Version | null {
  const ascending = versions.toSorted((a, b) => a - b);
  const end = ascending[limit - 1];
  const isLast = end === undefined || end >= horizon || end === ascending.at(-1);
  return isLast ? null : end;
}

/**
 * Whether an answer may be cut into pages. A reset is not for a client that names no era: it might name none next time
 * either, be judged by a version older than the era, and be reset for ever.
 */
export const mayBeCut = (verdict: 'delta' | 'reset', { era }: SyncPosition): boolean =>
  verdict === 'delta' || (era !== null && era > noVersion);
