import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockReading, SqlStore } from '@kith/adapters-sql';
import type { Clock, OutboxCounts } from '@kith/core';
import { Gauge, type Registry } from 'prom-client';

export interface StorageSources {
  readonly store: Pick<SqlStore, 'unitOfWork' | 'clock' | 'pools'>;
  readonly clock: Clock;
}

/** Prometheus would rather know that the database is silent than wait for it. */
const patienceMs = 2_000;

/** Gauges that ask the database each time somebody looks; the same in all processes, but those of the pools. */
export function storageGauges(registry: Registry, { store, clock }: StorageSources): void {
  // All are shown at the same time, by one look.
  const collect = atOnce(look);
  const gauge = (name: string, help: string, aggregator: 'min' | 'max' = 'max') =>
    new Gauge({ name, help, aggregator, collect, registers: [registry] });
  const up = gauge('kith_database_up', '1, or 0 when the database did not answer just now.', 'min');
  const entries = new Gauge({
    name: 'kith_outbox_entries',
    help: 'What the IM cloud is still to be told, and what was given up.',
    labelNames: ['state'],
    aggregator: 'max',
    collect,
    registers: [registry],
  });
  const age = gauge('kith_outbox_oldest_pending_seconds', 'How long the oldest that is pending has waited.');
  const transactions = gauge(
    'kith_clock_held_back_transactions',
    'How many transactions began since the oldest that is open.',
  );
  const seconds = gauge('kith_clock_held_back_seconds', 'How long the oldest transaction has been open.');
  poolGauges(registry, store);

  async function look(): Promise<void> {
    const counts = store.unitOfWork.read(({ outbox }) => outbox.counts());
    const found = await withinPatience(Promise.all([counts, store.clock()]));
    entries.reset();
    for (const each of [age, transactions, seconds]) each.remove();
    up.set(found ? 1 : 0);
    if (found) show(...found);
  }
  function show({ pending, dead, oldestPendingAt }: OutboxCounts, { heldBack }: ClockReading): void {
    entries.set({ state: 'pending' }, pending);
    entries.set({ state: 'dead' }, dead);
    age.set(oldestPendingAt === null ? 0 : Math.max(0, clock.now() - oldestPendingAt) / 1_000);
    if (!heldBack) return;
    transactions.set(heldBack.transactions);
    seconds.set(heldBack.seconds);
  }
}

/** Who asks while it is under way shares it. */
function atOnce(look: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  return () => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

function poolGauges(registry: Registry, store: StorageSources['store']): void {
  new Gauge({
    name: 'kith_database_pool_size',
    help: 'How many connections a pool may have.',
    labelNames: ['pool'],
    registers: [registry],
    collect() {
      for (const [pool, { size }] of Object.entries(store.pools())) this.set({ pool }, size);
    },
  });
  new Gauge({
    name: 'kith_database_pool_connections',
    help: 'Connections of a pool, and who waits for one.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { used, idle, waiting }] of Object.entries(store.pools())) {
        this.set({ pool, state: 'used' }, used);
        this.set({ pool, state: 'idle' }, idle);
        this.set({ pool, state: 'waiting' }, waiting);
      }
    },
  });
}

/** Null when it fails, or is not there in time. */
async function withinPatience<T>(answer: Promise<T>): Promise<T | null> {
  const end = new AbortController();
  const late = sleep(patienceMs, null, { signal: end.signal, ref: false }).catch(() => null);
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    end.abort();
  }
}
