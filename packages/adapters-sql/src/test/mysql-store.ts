import type { Clock, UnitOfWork } from '@kith/core';
import { type Connection, createConnection } from 'mysql2/promise';
import { openSqlStore, type SqlStore } from '../index.js';
import { databaseName } from './databases/database-url.js';
import { findMariadb } from './databases/mariadb-binaries.js';
import { mysql } from './databases/test-database.js';

const random = { fraction: () => 0.5 };

/** A suite that needs MySQL or MariaDB. Where there is none, it is skipped, and its title says why. */
export function describeOnMysql(title: string, define: (this: Mocha.Suite) => void): void {
  if (mysql.missing === null) describe(title, define);
  else describe.skip(`${title}, because ${mysql.missing}`, define);
}

const noPrivateServer = await findMariadb();

/** A suite that starts servers of its own, to harm them. */
export function describeOnPrivateMysql(title: string, define: (this: Mocha.Suite) => void): void {
  if (typeof noPrivateServer === 'string') describe.skip(`${title}, because ${noPrivateServer}`, define);
  else describe(title, define);
}

type OpenOptions = Partial<Parameters<typeof openSqlStore>[0]>;

/** A database of MySQL or MariaDB. */
export interface MysqlDatabase {
  readonly url: string;
  open(clock: Clock, options?: OpenOptions): Promise<SqlStore>;
  /** Looks at it, or writes to it, past the store, on a connection of its own. */
  aside<T>(look: (connection: Connection) => Promise<T>): Promise<T>;
  /** Asks it past the store. */
  query<Row>(text: string, values?: readonly (string | number)[]): Promise<Row[]>;
}

export function mysqlDatabase(url: string): MysqlDatabase {
  const aside: MysqlDatabase['aside'] = async (look) => {
    const connection = await createConnection({ uri: url, charset: 'utf8mb4', multipleStatements: true });
    try {
      return await look(connection);
    } finally {
      await connection.end();
    }
  };
  return {
    url,
    open: (clock, options) => openSqlStore({ url, clock, random, migrate: true, ...options }),
    aside,
    query: (text, values = []) => aside((connection) => rowsOf(connection, text, values)),
  };
}

async function rowsOf<Row>(
  connection: Connection,
  text: string,
  values: readonly (string | number)[] = [],
): Promise<Row[]> {
  const [rows] = await connection.query(text, [...values]);
  return rows as Row[];
}

/** A new database without tables, on the server of this run. It goes with the run. */
export const newMysqlDatabase = async (): Promise<MysqlDatabase> => mysqlDatabase((await mysql.create()).url);

/** Making the tables takes long, and emptying them does not. So one database, and its backup, serve test after test. */
interface Reused {
  readonly database: MysqlDatabase;
  readonly spare: MysqlDatabase;
  /** Empties the database, in one go. */
  readonly emptying: string;
}

let reused: Promise<Reused> | undefined;

async function makeReused(clock: Clock): Promise<Reused> {
  const [database, spare] = await Promise.all([migrated(clock), migrated(clock)]);
  const names = (await database.aside(tables)).filter((name) => !filled.includes(name));
  const deleting = names.map((name) => `delete from \`${name}\``);
  const emptying = [
    'set foreign_key_checks = 0',
    ...deleting,
    "update version_clock set last = 0, server = ''",
  ].join('; ');
  return { database, spare, emptying };
}

async function migrated(clock: Clock): Promise<MysqlDatabase> {
  const database = await newMysqlDatabase();
  await (await database.open(clock)).close();
  return database;
}

async function reusable(clock: Clock): Promise<Reused> {
  reused ??= makeReused(clock);
  const { database, emptying } = await reused;
  await database.aside((connection) => connection.query(emptying));
  return reused;
}

/** What migrations fill stays. */
const filled = ['schema_migrations', 'phone_locks', 'version_clock'];

async function tables(connection: Connection): Promise<string[]> {
  const rows = await rowsOf<{ readonly name: string }>(
    connection,
    'select table_name as name from information_schema.tables where table_schema = database()',
  );
  return rows.map(({ name }) => name);
}

/** A migrated database without rows. Whatever was opened before must be closed. */
export async function emptyMysqlDatabase(clock: Clock): Promise<MysqlDatabase> {
  const { database } = await reusable(clock);
  return database;
}

/** What the contract suites want of a store. */
interface StoreOnMysql {
  readonly unitOfWork: UnitOfWork;
  close(): Promise<void>;
  reopen(): Promise<StoreOnMysql>;
  backup(): Promise<() => Promise<StoreOnMysql>>;
  countRows(): Promise<number>;
}

export async function openMysqlStore(clock: Clock): Promise<StoreOnMysql> {
  return storeOn(await reusable(clock), clock);
}

/** The fewest connections there can be: one that reads and one that writes. Who waits for a second waits for ever. */
export async function openMysqlStoreOnFewConnections(clock: Clock): Promise<StoreOnMysql> {
  return storeOn(await reusable(clock), clock, { poolSize: 1 });
}

async function storeOn(
  { database, spare }: Pick<Reused, 'database' | 'spare'>,
  clock: Clock,
  options: OpenOptions = {},
): Promise<StoreOnMysql> {
  const { unitOfWork, close } = await database.open(clock, { migrate: false, ...options });
  return {
    unitOfWork,
    close,
    reopen: () => storeOn({ database, spare }, clock, options),
    async backup() {
      await copyRows(database, spare);
      return () => storeOn({ database: spare, spare: database }, clock, options);
    },
    countRows: () => database.aside(countRows),
  };
}

/** In one snapshot, as a backup is. Whatever the other one holds is gone. */
export async function copyRows(from: MysqlDatabase, to: MysqlDatabase): Promise<void> {
  const source = databaseName(from.url);
  await to.aside(async (connection) => {
    await connection.query('set foreign_key_checks = 0');
    await connection.query('start transaction with consistent snapshot');
    for (const table of await tables(connection)) {
      await connection.query('delete from ??', [table]);
      await connection.query('insert into ?? select * from ??.??', [table, source, table]);
    }
    await connection.query('commit');
  });
}

async function countRows(connection: Connection): Promise<number> {
  let sum = 0;
  for (const table of await tables(connection)) {
    const [row] = await rowsOf<{ readonly count: number }>(
      connection,
      `select count(*) as count from \`${table}\``,
    );
    sum += row?.count ?? 0;
  }
  return sum;
}
