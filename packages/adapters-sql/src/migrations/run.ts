import type { Clock } from '@kith/core';
import type { Database, Transaction } from '../database.js';
import { SqlStoreError } from '../errors.js';
import type { Migration } from './migration.js';

/** How the schema of a database stands to what this version of Kith works on. */
export interface SchemaStatus {
  /** What was done to it, in order. */
  readonly applied: readonly string[];
  /** What is still to be done. */
  readonly pending: readonly string[];
  /** What was done to it by a version of Kith that is newer than this one. */
  readonly unknown: readonly string[];
}

const list = 'schema_migrations';

interface AppliedRow {
  readonly number: number;
  readonly name: string;
}

const titleOf = ({ number, name }: AppliedRow): string => `${String(number).padStart(4, '0')}-${name}`;

async function appliedIn(trx: Transaction): Promise<readonly AppliedRow[]> {
  if (!(await trx.schema.hasTable(list))) return [];
  return trx<AppliedRow>(list).orderBy('number').select('number', 'name');
}

/** Waits for whoever is changing the schema, and asks the primary: a replica may not have heard of it. */
export function schemaStatus(database: Database, migrations: readonly Migration[]): Promise<SchemaStatus> {
  return database.changeSchema(async (trx) => statusOf(await appliedIn(trx), migrations));
}

function statusOf(applied: readonly AppliedRow[], migrations: readonly Migration[]): SchemaStatus {
  const without = (rows: readonly AppliedRow[], others: readonly AppliedRow[]) =>
    rows.filter(({ number }) => !others.some((other) => other.number === number)).map(titleOf);
  return {
    applied: applied.map(titleOf),
    pending: without(migrations, applied),
    unknown: without(applied, migrations),
  };
}

/**
 * Brings the schema up to date, each step in a transaction of its own. A second process waits, and then finds nothing to do.
 *
 * @returns what it did
 * @throws SqlStoreError `schema-newer`
 */
export async function migrate(
  database: Database,
  { migrations, clock, again }: MigrateOptions,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (const migration of migrations) {
    const isDone = await again(() =>
      database.changeSchema(async (trx) => {
        const applied = await appliedIn(trx);
        refuseNewer(statusOf(applied, migrations));
        if (applied.some(({ number }) => number === migration.number)) return false;
        if (!(await trx.schema.hasTable(list))) await createList(trx);
        await migration.up(trx, database);
        await trx(list).insert({ number: migration.number, name: migration.name, applied_at: clock.now() });
        return true;
      }),
    );
    if (isDone) done.push(titleOf(migration));
  }
  return done;
}

interface MigrateOptions {
  readonly migrations: readonly Migration[];
  readonly clock: Clock;
  readonly again: Again;
}

/** Runs something again while another process is in its way. */
export type Again = <T>(run: () => Promise<T>) => Promise<T>;

async function createList(trx: Transaction): Promise<void> {
  await trx.schema.createTable(list, (table) => {
    table.integer('number').primary();
    table.string('name', 100).notNullable();
    table.bigInteger('applied_at').notNullable();
  });
}

/** @throws SqlStoreError `schema-older`, `schema-newer` */
export function requireCurrent(status: SchemaStatus): void {
  refuseNewer(status);
  if (status.pending.length > 0)
    throw new SqlStoreError(
      'schema-older',
      `The database's schema is older than this version of Kith: ${status.pending.join(', ')} must be applied first.`,
    );
}

function refuseNewer({ unknown }: SchemaStatus): void {
  if (unknown.length > 0)
    throw new SqlStoreError(
      'schema-newer',
      `The database's schema is newer than this version of Kith, which does not know ${unknown.join(', ')}.`,
    );
}
