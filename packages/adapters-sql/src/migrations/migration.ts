import type { Database, Transaction } from '../database.js';

/** A step from one schema to the next. What is released stays as it is; a change is a further step. */
export interface Migration {
  /** Ascending from 1, without gaps. */
  readonly number: number;
  readonly name: string;
  /** What differs from one kind of database to another is asked of the database. */
  up(trx: Transaction, database: Database): Promise<void>;
}
