import type { Database, Transaction } from '../database.js';

/** Namespaces of advisory locks, as seeds of the hash that makes a number of a name. */
const schemaSeed = 1;
const phoneSeed = 2;

const advisory = (trx: Transaction, name: string, seed: number) =>
  trx.raw('select pg_advisory_xact_lock(hashtextextended(?::text, ?::bigint))', [name, seed]);

/** Rows that others refer to may still be referred to while they are locked. */
export const locks: Database['locks'] = {
  async phone(trx, { region, number }) {
    await advisory(trx, `${region} ${number}`, phoneSeed);
  },
  async users(trx, ids) {
    if (ids.length > 0) await trx('users').whereIn('id', ids).orderBy('id').forNoKeyUpdate().select('id');
  },
  async group(trx, id) {
    await trx('groups').where({ id }).forNoKeyUpdate().select('id');
  },
};

/** Waits for whoever else changes the schema, however long it takes. */
export async function lockSchema(trx: Transaction): Promise<void> {
  await trx.raw('set local lock_timeout = 0; set local statement_timeout = 0');
  await advisory(trx, 'kith', schemaSeed);
}
