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

/** Where a client stands: its `version`, and the `era` it was answered with (null: a client that sends none). */
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
 * - `reset`: it is not (its version lies in a gap or ahead of all that was ever issued, or its era is
 *   another past's); send everything, tombstones included.
 *
 * A client at 0 has no past.
 */
export function judgePosition(
  { since, era }: SyncPosition,
  { eras, horizon }: { readonly eras: readonly Era[]; readonly horizon: Version },
): 'delta' | 'reset' {
  if (since <= noVersion) return 'delta';
  const neverIssued =
    since > horizon || eras.some(({ lastBefore, base }) => since > lastBefore && since < base);
  const unknownEra = era !== null && era > noVersion && !eras.some(({ base }) => base === era);
  return neverIssued || unknownEra ? 'reset' : 'delta';
}
