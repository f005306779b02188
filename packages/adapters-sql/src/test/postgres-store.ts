import type { Clock, UnitOfWork } from '@kith/core';
import { openSqlStore, type SqlStore } from '../index.js';
import { databaseUrl } from './databases/database-url.js';
import { queryOnce } from './databases/postgres-cluster.js';
import { createPostgresDatabase, dropPostgresDatabase } from './databases/postgres-databases.js';
import { postgres } from './databases/test-database.js';

const random = { fraction: () => 0.5 };

type OpenOptions = Partial<Parameters<typeof openSqlStore>[0]>;

/** A PostgreSQL database of its own. */
export interface PostgresDatabase {
  readonly url: string;
  /** Of another database of the server, which all may use. */
  readonly serverUrl: string;
  open(clock: Clock, options?: OpenOptions): Promise<SqlStore>;
  /** Asks it past the store. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A database with the same rows. Nobody may be connected to this one. */
  copy(): Promise<PostgresDatabase>;
  /** An empty database of the same server. */
  fresh(): Promise<PostgresDatabase>;
  drop(): Promise<void>;
}

export function postgresDatabase(url: string): PostgresDatabase {
  const server = databaseUrl(url, 'postgres');
  return {
    url,
    serverUrl: server,
    open: (clock, options) => openSqlStore({ url, clock, random, migrate: true, ...options }),
    query: (text, values) => queryOnce(url, text, values),
    fresh: async () => postgresDatabase(await createPostgresDatabase(server)),
    copy: async () => postgresDatabase(await createPostgresDatabase(server, url)),
    drop: () => dropPostgresDatabase(url, server),
  };
}

let shared: Promise<PostgresDatabase> | undefined;
const copies: PostgresDatabase[] = [];

/** Every table but the clock's, in an order that references allow. */
const tables = [
  'group_members',
  'groups',
  'friendships',
  'blacklists',
  'sessions',
  'verifications',
  'sms_spend',
  'im_presence',
  'im_messages',
  'outbox',
  'rate_limits',
  'users',
];

/** The database of the tests that want an empty one: faster to empty than to make. */
export async function emptyDatabase(clock: Clock): Promise<PostgresDatabase> {
  shared ??= migratedDatabase(clock);
  const database = await shared;
  for (const copy of copies.splice(0)) await copy.drop();
  await database.query(tables.map((table) => `delete from "${table}"`).join(';'));
  return database;
}

/** A new database with the present schema. */
async function migratedDatabase(clock: Clock): Promise<PostgresDatabase> {
  const database = postgresDatabase((await postgres.create()).url);
  await (await database.open(clock)).close();
  return database;
}

/** What the contract suites want of a store. */
interface StoreOnPostgres {
  readonly unitOfWork: UnitOfWork;
  close(): Promise<void>;
  reopen(): Promise<StoreOnPostgres>;
  backup(): Promise<() => Promise<StoreOnPostgres>>;
  countRows(): Promise<number>;
}

/** However busy the machine is: how long something takes is not what these tests are about. */
const patient = {
  migrate: false,
  acquireTimeoutMs: 60_000,
  lockTimeoutMs: 60_000,
  statementTimeoutMs: 60_000,
};

export async function openPostgresStore(clock: Clock): Promise<StoreOnPostgres> {
  return storeOn(await emptyDatabase(clock), clock, patient);
}

/** A pool of one: who waits for a second connection waits for ever. */
export async function openPostgresStoreOnOneConnection(clock: Clock): Promise<StoreOnPostgres> {
  return storeOn(await emptyDatabase(clock), clock, { ...patient, poolSize: 1 });
}

async function storeOn(
  database: PostgresDatabase,
  clock: Clock,
  options: OpenOptions = {},
): Promise<StoreOnPostgres> {
  let store = await database.open(clock, options);
  return {
    unitOfWork: {
      read: (work) => store.unitOfWork.read(work),
      write: (work) => store.unitOfWork.write(work),
    },
    close: () => store.close(),
    reopen: () => storeOn(database, clock, options),
    async backup() {
      // A database is copied only while nobody is connected to it.
      await store.close();
      const copy = await database.copy();
      copies.push(copy);
      store = await database.open(clock, options);
      return () => storeOn(copy, clock, options);
    },
    countRows: () => countRows(database),
  };
}

async function countRows(database: PostgresDatabase): Promise<number> {
  const counts = [...tables, 'version_clock'].map((table) => `(select count(*) from "${table}")`);
  const [row] = await database.query<{ count: string }>(`select ${counts.join(' + ')} as count`);
  return Number(row?.count);
}
