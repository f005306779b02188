import { noVersion, type SyncPosition, type Version } from '@kith/core';
import type { Verdict } from '../database.js';

/** What a snapshot shows of the clock. */
export interface ClockState {
  readonly horizon: Version;
  readonly era: Version;
  /** The server's time in microseconds. */
  readonly now: number;
  readonly isReplica: boolean;
}

/** No version is ever so far ahead of the clock, nor of what was issued. */
const farAhead = 24 * 60 * 60 * 1_000_000;

/**
 * Whether a client's past is part of ours. A primary knows all eras that there are: another one is another past's, even
 * a higher one. A replica may not have seen the newest. Who sends no era is judged by the version alone.
 */
export function judge(
  { since, era }: SyncPosition,
  { horizon, era: ours, now, isReplica }: ClockState,
): Verdict {
  if (since <= noVersion) return 'delta';
  if (since > Math.max(horizon, now) + farAhead) return 'reset';
  if (era === null || era <= noVersion) return since < ours ? 'reset' : 'delta';
  if (era === ours) return 'delta';
  return isReplica && era > ours ? 'behind' : 'reset';
}
