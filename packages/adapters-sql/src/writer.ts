import type { Version } from '@kith/core';
import type { Database, Transaction } from './database.js';

/** What a repository writes with. */
export interface Writer {
  readonly trx: Transaction;
  readonly database: Database;
  /** The transaction's version: taken when the first row needs it, the same for all. */
  readonly stamp: () => Promise<Version>;
}
