import { dirname, resolve } from 'node:path';
import knex, { type Knex } from 'knex';
import { RateLimiterSQLite } from 'rate-limiter-flexible';
import { syncStatements } from '../change-feed/statements.js';
import { counterClock } from '../counter-clock.js';
import type { Database, Transaction } from '../database.js';
import { reasonOf, SqlStoreError } from '../errors.js';
import { manyAttempts, type Patience, retrying } from '../retry.js';
import { silentLog } from '../silent-log.js';
import { type Claim, claimFile } from './claim.js';
import { SqliteClient } from './client.js';
import { prepareConnection, rollBackLeftovers } from './connection.js';
import { isConflict, isDuplicate, isFailure } from './failures.js';
import { makeFolder } from './folder.js';

const memory = ':memory:';
const acquireTimeoutMs = 10_000;
/** More would not read faster: the driver runs one statement at a time. */
const mostReaders = 4;

/**
 * Opens a file, or ':memory:'. Exactly one connection writes: a second one would have to wait for it, and the
 * driver blocks the process while it waits.
 *
 * @throws SqlStoreError `cannot-open`
 */
export async function openSqlite(location: string, patience: Patience): Promise<Database> {
  const filename = location === memory ? memory : resolve(location);
  const writer = pool(filename, { min: 1, max: 1 });
  try {
    if (filename !== memory) makeFolder(dirname(filename));
    const touch = async () => writer.raw('select count(*) from sqlite_master');
    await retrying(touch, { ...patience, isWorthwhile: isConflict, attempts: manyAttempts });
  } catch (error) {
    await writer.destroy();
    throw new SqlStoreError(
      'cannot-open',
      `Cannot open the SQLite database ${filename}: ${reasonOf(error)}.`,
      {
        cause: error,
      },
    );
  }
  const readers =
    filename === memory ? writer : pool(filename, { min: 0, max: mostReaders }, ['query_only = on']);
  let claim: Claim | undefined;

  return {
    read: (work) => readers.transaction(work),
    write: (work) => immediately(writer, work),
    changeSchema: (work) => immediately(writer, work),
    isFailure,
    isConflict,
    isDuplicate,
    versionClock: counterClock,
    locks: none,
    select: (trx, { sql }, values) => trx.raw(sql, values),
    sync: syncStatements({ jsonRows, clock: counterClock.snapshot }),
    async insert(trx, table, row) {
      const [number] = await trx(table).insert(row);
      return Number(number);
    },
    skipLocked: (query) => query,
    rateLimiter: ({ limit, windowMs }) =>
      new RateLimiterSQLite({
        storeClient: writer,
        storeType: 'knex',
        tableName: 'rate_limits',
        tableCreated: true,
        keyPrefix: '',
        points: limit,
        duration: windowMs / 1_000,
      }),
    pools: readers === writer ? { writer } : { writer, readers },
    claim() {
      if (filename !== memory) claim ??= claimFile(filename);
    },
    async close() {
      claim?.release();
      if (readers !== writer) await readers.destroy();
      await writer.destroy();
    },
  };
}

const pool = (filename: string, size: { min: number; max: number }, pragmas: readonly string[] = []): Knex =>
  knex({
    client: SqliteClient,
    connection: { filename },
    useNullAsDefault: true,
    acquireConnectionTimeout: acquireTimeoutMs,
    compileSqlOnError: false,
    log: silentLog,
    pool: { ...size, afterCreate: prepareConnection(pragmas), validate: rollBackLeftovers },
  });

const jsonRows = (columns: string): string => `json_group_array(json_array(${columns}))`;

/** Whoever writes holds the database's only write lock from the start: there is nothing left to lock. */
const none: Database['locks'] = {
  async phone() {},
  async users() {},
  async group() {},
};

/**
 * A transaction that holds the write lock from its first statement on. One that began as a reader and
 * came to write later could be refused in the middle.
 */
const immediately = <T>(db: Knex, work: (trx: Transaction) => Promise<T>): Promise<T> =>
  db.transaction(async (trx) => {
    // knex knows `begin` alone, which locks nothing: that one is ended before it has read anything.
    await trx.raw('commit');
    try {
      await trx.raw('begin immediate');
    } catch (error) {
      await trx.raw('begin');
      throw error;
    }
    return work(trx);
  });
