import type { Alert, Alerts } from '@kith/core';
import type { Logger } from './logging.js';
import type { Metrics } from './metrics/metrics.js';

/** What the log says of each. */
const messages = {
  'sms-prefix-paused': 'hardly any code to a prefix is verified: it is paused, as for SMS pumping',
} as const satisfies Record<Alert['type'], string>;

/** Warns in the log, and counts for Prometheus. */
export const operatorAlerts = ({
  logger,
  metrics,
}: {
  readonly logger: Pick<Logger, 'warn'>;
  readonly metrics: Pick<Metrics, 'alert'> | null;
}): Alerts => ({
  raise({ type, until, ...data }) {
    metrics?.alert(type);
    logger.warn({ alert: type, ...data, until: new Date(until).toISOString() }, messages[type]);
  },
});
