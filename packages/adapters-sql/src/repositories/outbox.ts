import { type EpochMs, epochMs, type Outbox, type OutboxReader, orderingKey } from '@kith/core';
import type { Transaction } from '../database.js';
import { type Flag, type Numeric, type OutboxRow, toOutboxEntry } from '../rows.js';
import type { Writer } from '../writer.js';
import { chunksOf, inChunks } from './chunks.js';
import { insertCopies } from './insert-copies.js';

const columns = ['id', 'event', 'version', 'created_at', 'attempts', 'last_error'];
const kept = { ordering_key: 'ordering_key', event: 'event', version: 'version', created_at: 'created_at' };
const free = 0;
const fresh = { leased_until: free, is_dead: false, attempts: 0, last_error: null };

interface CountRow {
  readonly is_dead: Flag;
  readonly count: Numeric;
  readonly oldest: Numeric;
}

export function outboxReader(trx: Transaction): OutboxReader {
  const dead = () => trx('outbox').where({ is_dead: true }).orderBy('id');
  return {
    async counts() {
      const rows: readonly CountRow[] = await trx('outbox')
        .groupBy('is_dead')
        .select('is_dead')
        .count({ count: '*' })
        .min({ oldest: 'created_at' });
      const pending = rows.find(({ is_dead }) => !is_dead);
      return {
        pending: Number(pending?.count ?? 0),
        dead: Number(rows.find(({ is_dead }) => is_dead)?.count ?? 0),
        oldestPendingAt: pending ? epochMs(Number(pending.oldest)) : null,
      };
    },
    async dead(limit) {
      const rows: OutboxRow[] = await dead().limit(limit).select(columns);
      return rows.map(toOutboxEntry);
    },
    async letters(ids) {
      const ascending = [...new Set(ids)].sort((a, b) => a - b);
      const rows = await inChunks<number, OutboxRow>(ascending, (chunk) =>
        dead().whereIn('id', chunk).select(columns),
      );
      return rows.map(toOutboxEntry);
    },
  };
}

interface Line {
  readonly ordering_key: string;
}

/** An entry's number is its place in its key's line. */
export function outbox({ trx, database, stamp }: Writer): Outbox {
  const entries = (ids: readonly number[]) => trx('outbox').whereIn('id', ids);
  /** The whole line waits with its first, so that a claim does not look at what is behind one that is not due. */
  const waiting = ({ ordering_key }: Line) => trx('outbox').where({ ordering_key, is_dead: false });
  const given = (error: string | null) => ({ last_error: error, leased_until: free });
  const failed = (error: string) => ({ ...given(error), attempts: trx.raw('attempts + 1') });
  const wait = async (id: number, dueAt: EpochMs): Promise<void> => {
    const line: Line | undefined = await entries([id]).first('ordering_key');
    if (line) await waiting(line).where('due_at', '<', dueAt).update({ due_at: dueAt });
  };

  const add: Outbox['add'] = async (event, at) => {
    await database.insert(trx, 'outbox', {
      ordering_key: orderingKey(event),
      event: JSON.stringify(event),
      version: await stamp(),
      created_at: at,
      due_at: at,
      ...fresh,
    });
  };

  return {
    ...outboxReader(trx),
    add,
    async addOnce(event, at) {
      const first = await waiting({ ordering_key: orderingKey(event) }).first('id');
      if (!first) await add(event, at);
    },
    async claim({ now, leaseUntil, limit }) {
      // One look at an index for each that is due. Asked whether there is an earlier one, PostgreSQL may compare all of a
      // line with all of it.
      // `<=` for `=`: of an equality it expects next to nothing, and reads all that is due rather than stop at the limit.
      const first = trx('outbox as line')
        .whereRaw('line.ordering_key = o.ordering_key')
        .where('line.is_dead', false)
        .min('line.id');
      const due = trx('outbox as o')
        .where('o.is_dead', false)
        .where('o.due_at', '<=', now)
        .where('o.leased_until', '<=', now)
        .where('o.id', '<=', first)
        .orderBy(['o.due_at', 'o.id'])
        .limit(limit)
        .select<OutboxRow[]>(columns.map((column) => `o.${column}`));
      const rows = await database.skipLocked(due);
      if (rows.length > 0)
        await entries(rows.map(({ id }) => Number(id))).update({ leased_until: leaseUntil });
      return rows.map(toOutboxEntry);
    },
    async remove(ids) {
      for (const chunk of chunksOf(ids)) await entries(chunk).delete();
    },
    async retry(id, { error, dueAt }) {
      await entries([id]).update(failed(error));
      await wait(id, dueAt);
    },
    async postpone(id, { error, dueAt }) {
      await entries([id]).update(given(error));
      await wait(id, dueAt);
    },
    async bury(id, { error }) {
      await entries([id]).update({ ...failed(error), is_dead: true });
    },
    async revive(ids, now) {
      let count = 0;
      for (const chunk of chunksOf(ids)) {
        const dead = () => entries(chunk).where({ is_dead: true });
        // A new row has a new number: the end of the line.
        await insertCopies(trx, {
          into: 'outbox',
          // Locked, so that of two who revive the same one finds nothing.
          from: dead().orderBy('id').forUpdate(),
          columns: kept,
          constants: { ...fresh, due_at: now },
        });
        count += await dead().delete();
      }
      return count;
    },
    async drop(ids) {
      let count = 0;
      for (const chunk of chunksOf(ids)) count += await entries(chunk).where({ is_dead: true }).delete();
      return count;
    },
  };
}
