import type { Knex } from 'knex';
import { createConnection } from 'mysql2/promise';
import { RateLimiterMySQL } from 'rate-limiter-flexible';
import { syncStatements } from '../change-feed/statements.js';
import type { ConnectOptions } from '../connect-options.js';
import type { Database } from '../database.js';
import { reasonOf, SqlStoreError } from '../errors.js';
import { addressOf } from './address.js';
import { isConflict, isDuplicate } from './failures.js';
import { type Family, familyOf } from './families.js';
import { lockSchema, locks } from './locks.js';
import { connectionTo, readingPool, schemaPool, writingPool } from './pools.js';
import { rowsOf } from './results.js';
import { mysqlClock, replicaClock } from './version-clock.js';

/**
 * Opens a database of MySQL or MariaDB, and its replica if there is one. Of a server's connections half read and half
 * write, at least one each.
 *
 * @throws SqlStoreError `url-unsupported`, `cannot-open`
 */
export async function openMysql(options: ConnectOptions): Promise<Database> {
  const { url, replicaUrl, poolSize = 10 } = options;
  const { database = '' } = addressOf(url);
  const family = await familyAt(url, options);
  const half = Math.max(1, Math.floor(poolSize / 2));
  const writer = writingPool({ url, family, size: half }, options);
  const reader = readingPool({ url, family, size: half }, options);
  const replica = replicaUrl ? readingPool({ url: replicaUrl, family, size: poolSize }, options) : reader;
  const failures = failuresOf(reader, writer, replica);
  const versionClock = replicaUrl ? replicaClock : mysqlClock;

  return {
    read: (work, { latest = false } = {}) => (latest ? reader : replica).transaction(work),
    write: (work) => writer.transaction(work),
    async changeSchema(work) {
      const alone = schemaPool({ url, family }, options);
      try {
        return await alone.transaction(async (trx) => {
          await lockSchema(trx);
          return work(trx);
        });
      } finally {
        // With the connection goes the lock, after the commit.
        await alone.destroy();
      }
    },
    isFailure: (error) => error instanceof Error && failures.has(error),
    isConflict,
    isDuplicate,
    versionClock,
    locks,
    select: rowsOf,
    sync: syncStatements({ jsonRows, clock: versionClock.snapshot }),
    async insert(trx, table, row) {
      const [number] = await trx(table).insert(row);
      return Number(number);
    },
    skipLocked(query) {
      query.forUpdate().skipLocked();
      return query;
    },
    rateLimiter: ({ limit, windowMs }) =>
      new RateLimiterMySQL({
        storeClient: writer,
        storeType: 'knex',
        dbName: database,
        tableName: 'rate_limits',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: '',
        points: limit,
        duration: windowMs / 1_000,
      }),
    pools: replica === reader ? { reader, writer } : { reader, writer, replica },
    async close() {
      if (replica !== reader) await replica.destroy();
      await reader.destroy();
      await writer.destroy();
    },
  };
}

const jsonRows = (columns: string): string => `coalesce(json_arrayagg(json_array(${columns})), json_array())`;

/** What statements failed with. */
function failuresOf(...pools: readonly Knex[]): WeakSet<object> {
  const failures = new WeakSet<object>();
  for (const pool of pools) pool.on('query-error', (error: object) => failures.add(error));
  return failures;
}

/** A part of a sync is one value: so many rows, with all that their columns hold, fit. */
const leastPacketBytes = 16 * 2 ** 20;

interface ServerRow {
  readonly version: string;
  readonly packet: number;
}

/** @throws SqlStoreError `cannot-open` when nobody answers, or a server that is too old or set up too small */
async function familyAt(url: string, options: ConnectOptions): Promise<Family> {
  try {
    const { version, packet } = await serverAt(url, options);
    if (packet < leastPacketBytes)
      throw new Error(`its max_allowed_packet is ${packet}, and Kith needs ${leastPacketBytes} or more`);
    return familyOf(version);
  } catch (error) {
    if (error instanceof SqlStoreError) throw error;
    throw new SqlStoreError(
      'cannot-open',
      `Cannot open the MySQL database ${placeOf(url)}: ${reasonOf(error)}.`,
      { cause: error },
    );
  }
}

async function serverAt(url: string, options: ConnectOptions): Promise<ServerRow> {
  const connection = await createConnection(connectionTo(url, options));
  try {
    const sql = 'select version() as version, @@max_allowed_packet as packet';
    const [rows] = await connection.query({ sql, timeout: options.statementTimeoutMs ?? 10_000 });
    const [row] = rows as ServerRow[];
    if (!row) throw new Error('it does not say which version it is');
    return row;
  } finally {
    connection.destroy();
  }
}

/** The URL without what must not be logged. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
