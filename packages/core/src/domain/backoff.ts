import type { Rules } from './rules.js';

/**
 * How long to wait after a number of failures, in ms: up to twice as long each time, within bounds. Where in
 * between is left to chance (`fraction`, 0 to 1), so that what failed together does not come back together.
 */
export function retryDelay(
  failures: number,
  fraction: number,
  { firstRetryMs, maxRetryMs }: Rules['outbox'],
): number {
  const most = Math.min(maxRetryMs, firstRetryMs * 2 ** (failures - 1));
  return Math.round(most * fraction);
}
