import type { Version } from '@kith/core';
import type { Knex } from 'knex';
import type { Database, Transaction } from './database.js';

/** What a repository writes with. */
export interface Writer {
  readonly trx: Transaction;
  readonly database: Database;
  /** The transaction's version, for new rows: taken when the first row needs it, the same for all. */
  readonly stamp: () => Promise<Version>;
  /**
   * The version of rows that are changed: the transaction's, or one more than a row has already. So no row's version goes
   * down where versions are not in the order of commits (docs/adr/0003-version-clock.md).
   */
  readonly restamp: (table: string) => Promise<{ readonly version: Knex.Raw }>;
}

export function writerOf(trx: Transaction, database: Database, take: () => Promise<Version>): Writer {
  const stamp = once(take);
  return {
    trx,
    database,
    stamp,
    async restamp(table) {
      const own = await stamp();
      const column = `${table}.version`;
      return {
        version: trx.raw('case when ?? > ? then ?? + 1 else ? end', [column, own, column, own]),
      };
    },
  };
}

function once<T>(take: () => Promise<T>): () => Promise<T> {
  let taken: Promise<T> | undefined;
  return () => {
    taken ??= take();
    return taken;
  };
}
