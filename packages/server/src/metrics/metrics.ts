import type { AccessLine } from '@kith/adapter-koa';
import type { Alert } from '@kith/core';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { tellPrimary } from './cluster-text.js';
import { type StorageSources, storageGauges } from './storage-gauges.js';

/** What Prometheus is told of this process. */
export interface Metrics {
  readonly registry: Registry;
  /** A request was answered. */
  observe(line: AccessLine): void;
  /** The IM cloud is taken for reachable, or for down. */
  imCloud(isUp: boolean): void;
  /** An alert was raised. */
  alert(type: Alert['type']): void;
}

/** In seconds: from what a sync of nothing takes to the limits of a request. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

const alertTypes = ['sms-prefix-paused'] as const satisfies readonly Alert['type'][];

export function kithMetrics(sources: StorageSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  storageGauges(registry, sources);
  const durations = new Histogram({
    name: 'kith_http_request_duration_seconds',
    help: 'How long requests took, by what they asked for and how they were answered.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  const alerts = new Counter({
    name: 'kith_alerts_total',
    help: 'What an operator had to be told, by what it was; the log says the rest.',
    labelNames: ['alert'],
    registers: [registry],
  });
  // Prometheus sees no increase in what was not there before: the first alert would go unheard.
  for (const alert of alertTypes) alerts.inc({ alert }, 0);
  const imCloudUp = new Gauge({
    name: 'kith_im_cloud_up',
    help: '1, or 0 while the IM cloud gives no answers, and is asked now and then only.',
    aggregator: 'min',
    registers: [registry],
  });
  imCloudUp.set(1);
  tellPrimary(registry);
  return {
    registry,
    imCloud: (isUp) => imCloudUp.set(isUp ? 1 : 0),
    alert: (alert) => alerts.inc({ alert }),
    observe: ({ method, route, status, ms }) =>
      durations.observe({ method, route: route ?? 'none', status }, ms / 1_000),
  };
}
