import type { Clock } from '@kith/core';
import type { SqlStore } from '../index.js';
import { describeOnMysql, emptyMysqlDatabase } from './mysql-store.js';
import { emptyDatabase } from './postgres-store.js';
import { sqliteFile } from './sqlite-file.js';

/** An empty database. */
export interface Place {
  readonly url: string;
  open(clock: Clock): Promise<SqlStore>;
}

type DefineSuite = (title: string, body: (this: Mocha.Suite) => void) => void;

/** Each kind of database: its name, where to find an empty one, and what a suite on it is defined by. */
export const places: readonly (readonly [
  name: string,
  place: (clock: Clock) => Promise<Place>,
  define: DefineSuite,
])[] = [
  ['SQLite', async () => sqliteFile(), describe],
  ['PostgreSQL', emptyDatabase, describe],
  ['MySQL', emptyMysqlDatabase, describeOnMysql],
];
