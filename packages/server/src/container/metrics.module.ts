import cluster from 'node:cluster';
import { operatorAlerts } from '../alerts.js';
import { kithMetrics } from '../metrics/metrics.js';
import { serveMetrics } from '../metrics/metrics-server.js';
import { module } from './services.js';

/** What operators are told: by the log, and by Prometheus where it is configured. A worker tells its primary, which answers for all. */
export const metricsModule = module((bind) => {
  bind.singleton('metrics', ['config', 'store', 'clock'], ({ config, ...sources }) =>
    config.metrics ? kithMetrics(sources) : null,
  );
  bind.singleton('alerts', ['logger', 'metrics'], operatorAlerts);
  bind.singleton(
    'metricsServer',
    ['config', 'metrics'],
    async ({ config, metrics }) => {
      if (!config.metrics || !metrics || cluster.isWorker) return null;
      const { registry } = metrics;
      return serveMetrics(config.metrics, {
        contentType: registry.contentType,
        read: () => registry.metrics(),
      });
    },
    (server) => server?.stop(0),
  );
});
