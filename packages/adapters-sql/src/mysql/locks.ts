import type { Database, Transaction } from '../database.js';
import { rowsOf } from './results.js';

const slots = 1_024;

/**
 * A phone need not be known, so there is no row of its own to lock: all phones share so many rows. Two that share one
 * wait for each other now and then; nobody ever locks two.
 */
async function createPhoneLocks(trx: Transaction): Promise<void> {
  await trx.schema.createTable('phone_locks', (table) => {
    table.integer('slot').primary();
  });
  await trx('phone_locks').insert(Array.from({ length: slots }, (_, slot) => ({ slot })));
}

export const locks: Database['locks'] = {
  create: createPhoneLocks,
  async phone(trx, { region, number }) {
    const slot = trx.raw(`crc32(?) % ${slots}`, [`${region} ${number}`]);
    await trx('phone_locks').where('slot', slot).forUpdate().select('slot');
  },
  async users(trx, ids) {
    if (ids.length === 0) return;
    // By another index, or by none, it would lock in another order, and wait for users it has no business with.
    const users = trx.raw('users force index (primary)');
    await trx(users).whereIn('id', ids).orderBy('id').forUpdate().select('id');
  },
  async group(trx, id) {
    await trx('groups').where({ id }).forUpdate().select('id');
  },
};

/**
 * Waits for whoever else changes the schema, however long it takes: until then its connection holds the lock. Changes of
 * the schema commit themselves, so a lock of the transaction would not do.
 */
export async function lockSchema(trx: Transaction): Promise<void> {
  for (;;) {
    const [row] = await rowsOf<{ readonly got: number | null }>(trx, { sql: schemaLock });
    if (row?.got === 1) return;
  }
}

/** Such locks are the server's, not the database's. */
const schemaLock = "select get_lock(concat('kith ', md5(database())), 10) as got";
