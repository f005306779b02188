import type { Knex } from 'knex';
import type { Transaction } from '../database.js';

/** Inserts a row for each that `from` finds, in one statement. */
export async function insertCopies(
  trx: Transaction,
  {
    into,
    from,
    columns,
    constants,
  }: {
    readonly into: string;
    readonly from: Knex.QueryBuilder;
    /** Columns of `from` by name, and what they are called in `into`. */
    readonly columns: Readonly<Record<string, string>>;
    /** What is the same in all rows. */
    readonly constants: Readonly<Record<string, Knex.Value>>;
  },
): Promise<void> {
  const target = trx.raw('?? (??)', [into, [...Object.values(columns), ...Object.keys(constants)]]);
  const values = Object.values(constants);
  const placeholders = trx.raw(values.map(() => '?').join(', '), values);
  await trx(target).insert(from.select([...Object.keys(columns), placeholders]));
}
