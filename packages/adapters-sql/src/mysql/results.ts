import type { Knex } from 'knex';
import type { Transaction } from '../database.js';
import type { SelectStatement, SelectValues } from '../select-statement.js';

/** What a statement that returns no rows did. */
export interface Outcome {
  readonly affectedRows: number;
  readonly insertId: number;
}

/** Runs a statement of ours, as written. */
export async function execute(
  trx: Transaction,
  sql: string,
  bindings: readonly Knex.Value[] = [],
): Promise<Outcome> {
  const [outcome] = await answerTo<Outcome>(trx, sql, bindings);
  return outcome;
}

/** Asks, as written. */
export async function rowsOf<Row>(
  trx: Transaction,
  { sql }: Pick<SelectStatement, 'sql'>,
  values: SelectValues = {},
): Promise<readonly Row[]> {
  const [rows] = await answerTo<readonly Row[]>(trx, sql, values);
  return rows;
}

/** The driver's answer: what matters, and what it says of columns. */
const answerTo = <Result>(
  trx: Transaction,
  sql: string,
  bindings: readonly Knex.Value[] | SelectValues,
): PromiseLike<readonly [Result, unknown]> => trx.raw(sql, bindings as Knex.ValueDict) as never;
