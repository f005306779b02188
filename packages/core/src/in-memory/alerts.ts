import type { Alert, Alerts } from '../index.js';

export interface InMemoryAlerts extends Alerts {
  /** All that were raised, oldest first. */
  readonly raised: readonly Alert[];
}

/** Keeps what was raised, for tests to read. */
export function inMemoryAlerts(): InMemoryAlerts {
  const raised: Alert[] = [];
  return { raised, raise: (alert) => void raised.push(alert) };
}
