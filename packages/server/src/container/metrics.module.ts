import cluster from 'node:cluster';
import { kithMetrics } from '../metrics/metrics.js';
import { serveMetrics } from '../metrics/metrics-server.js';
import { module } from './services.js';

/** What Prometheus is told, where it is configured. A worker tells its primary, which answers for all. */
export const metricsModule = module((bind) => {
  bind.singleton('metrics', ['config', 'store', 'clock'], ({ config, ...sources }) =>
    config.metrics ? kithMetrics(sources) : null,
  );
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
