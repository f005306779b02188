import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import type { MetricsText } from './metrics-server.js';

/** In the primary: the metrics of all workers as one. */
export function clusterText(): MetricsText {
  const all = new AggregatorRegistry();
  return { contentType: all.contentType, read: () => all.clusterMetrics() };
}

/** In a worker: answers the primary when it asks. */
export function tellPrimary(registry: Registry): void {
  if (!cluster.isWorker) return;
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry();
}
