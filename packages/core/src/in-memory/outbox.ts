import { epochMs, type Outbox, type OutboxEntry, type OutboxReader, orderingKey } from '../index.js';
import type { Draft, OutboxRow, Snapshot } from './store.js';

const free = 0;
const byPosition = (a: OutboxRow, b: OutboxRow) => a.position - b.position;
const toEntry = ({ id, event, version, at, attempts, lastError }: OutboxRow): OutboxEntry => ({
  id,
  event,
  version,
  at,
  attempts,
  lastError,
});

export function outboxReader(store: Snapshot): OutboxReader {
  const deadRows = () => [...store.outbox.values()].filter(({ dead }) => dead);
  return {
    async counts() {
      const dead = deadRows().length;
      const pending = [...store.outbox.values()].filter((row) => !row.dead);
      const oldest = pending.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
      return {
        pending: pending.length,
        dead,
        oldestPendingAt: pending.length > 0 ? epochMs(oldest) : null,
      };
    },
    dead: async (limit) => deadRows().sort(byPosition).slice(0, limit).map(toEntry),
    letters: async (ids) =>
      deadRows()
        .filter(({ id }) => ids.includes(id))
        .sort(byPosition)
        .map(toEntry),
  };
}

export function outbox(draft: Draft): Outbox {
  const change = (id: number, next: (row: OutboxRow) => Partial<OutboxRow>) => {
    const row = draft.outbox.get(id);
    if (row) draft.table('outbox').set(id, { ...row, ...next(row) });
  };

  const add: Outbox['add'] = async (event, at) => {
    const position = draft.nextOutboxPosition();
    draft.table('outbox').set(position, {
      id: position,
      position,
      event,
      version: draft.version(),
      at,
      attempts: 0,
      lastError: null,
      dueAt: at,
      leaseUntil: free,
      dead: false,
    });
  };

  return {
    ...outboxReader(draft),
    add,
    async addOnce(event, at) {
      const key = orderingKey(event);
      const waiting = [...draft.outbox.values()].some((row) => !row.dead && orderingKey(row.event) === key);
      if (!waiting) await add(event, at);
    },
    async claim({ now, leaseUntil, limit }) {
      const due = heads(draft)
        .filter((row) => row.dueAt <= now && row.leaseUntil <= now)
        .slice(0, limit);
      for (const { id } of due) change(id, () => ({ leaseUntil }));
      return due.map(toEntry);
    },
    async remove(ids) {
      for (const id of ids) draft.table('outbox').delete(id);
    },
    async retry(id, { error, dueAt }) {
      change(id, ({ attempts }) => ({ attempts: attempts + 1, lastError: error, dueAt, leaseUntil: free }));
    },
    async postpone(id, { error, dueAt }) {
      change(id, () => ({ lastError: error, dueAt, leaseUntil: free }));
    },
    async bury(id, { error }) {
      change(id, ({ attempts }) => ({
        attempts: attempts + 1,
        lastError: error,
        leaseUntil: free,
        dead: true,
      }));
    },
    async revive(ids, now) {
      const dead = ids.filter((id) => draft.outbox.get(id)?.dead);
      for (const id of dead) {
        const position = draft.nextOutboxPosition();
        change(id, () => ({ position, dueAt: now, attempts: 0, lastError: null, dead: false }));
      }
      return dead.length;
    },
    async drop(ids) {
      const dead = ids.filter((id) => draft.outbox.get(id)?.dead);
      for (const id of dead) draft.table('outbox').delete(id);
      return new Set(dead).size;
    },
  };
}

/** The first of each ordering key that still waits, in the order of the line. */
function heads(store: Snapshot): OutboxRow[] {
  const first = new Map<string, OutboxRow>();
  for (const row of [...store.outbox.values()].filter(({ dead }) => !dead).sort(byPosition)) {
    const key = orderingKey(row.event);
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()];
}
