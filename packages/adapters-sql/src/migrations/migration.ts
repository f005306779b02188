import type { Transaction } from '../database.js';

/** A step from one schema to the next. What is released stays as it is; a change is a further step. */
export interface Migration {
  /** Ascending from 1, without gaps. */
  readonly number: number;
  readonly name: string;
  up(trx: Transaction): Promise<void>;
}
