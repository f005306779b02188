import type { Knex } from 'knex';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { syncStatements } from '../change-feed/statements.js';
import type { ConnectOptions } from '../connect-options.js';
import type { Database, Transaction } from '../database.js';
import { reasonOf, SqlStoreError } from '../errors.js';
import type { SelectStatement, SelectValues } from '../select-statement.js';
import { postgresClock } from './clock.js';
import { isConflict, isDuplicate, isStale } from './failures.js';
import { lockSchema, locks } from './locks.js';
import { patientPool, workPool } from './pool.js';
import { renewal } from './renewal.js';

const oldest = 13;

/**
 * Opens a PostgreSQL database, and its replica if there is one.
 *
 * Reads are repeatable: one snapshot. Writes are read-committed: what they decide on they lock first, and then read as it stands.
 *
 * @throws SqlStoreError `cannot-open`
 */
export async function openPostgres({ url, ...options }: ConnectOptions): Promise<Database> {
  const primary = await opened(url, options);
  const { replicaUrl } = options;
  const replica = replicaUrl === undefined ? primary : workPool(replicaUrl, options);
  const failures = new WeakSet<object>();
  for (const pool of new Set([primary, replica]))
    pool.on('query-error', (error: object) => failures.add(error));

  const clock = postgresClock();
  const changeSchema = async <T>(work: (trx: Transaction) => Promise<T>): Promise<T> => {
    const alone = patientPool(url, options);
    try {
      return await alone.transaction(async (trx) => {
        await lockSchema(trx);
        return work(trx);
      });
    } finally {
      await alone.destroy();
    }
  };
  const renewing = renewal(() => changeSchema((trx) => clock.renewIfStale(trx)));

  return {
    read: (work, { latest = false } = {}) =>
      renewing(() =>
        (latest ? primary : replica).transaction(work, { isolationLevel: 'repeatable read', readOnly: true }),
      ),
    write: (work) =>
      renewing(() =>
        primary.transaction(
          async (trx) => {
            await clock.begin(trx);
            return work(trx);
          },
          { isolationLevel: 'read committed' },
        ),
      ),
    changeSchema,
    isFailure: (error) => error instanceof Error && (failures.has(error) || isStale(error)),
    isConflict,
    isDuplicate,
    versionClock: clock,
    locks,
    async select<Row>(trx: Transaction, { name, sql }: SelectStatement, values: SelectValues) {
      const { rows } = await trx.raw<{ rows: Row[] }>(sql, values).options({ name });
      return rows;
    },
    sync: syncStatements({ jsonRows, clock: clock.snapshot }),
    async insert(trx, table, row) {
      const [added] = await trx(table).insert(row).returning('id');
      return Number(added.id);
    },
    skipLocked(query) {
      query.forUpdate().skipLocked();
      return query;
    },
    rateLimiter: ({ limit, windowMs }) =>
      new RateLimiterPostgres({
        storeClient: primary,
        storeType: 'knex',
        tableName: 'rate_limits',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: '',
        points: limit,
        duration: windowMs / 1_000,
      }),
    pools: replica === primary ? { primary } : { primary, replica },
    async close() {
      if (replica !== primary) await replica.destroy();
      await primary.destroy();
    },
  };
}

const jsonRows = (columns: string): string => `coalesce(json_agg(json_build_array(${columns})), '[]')`;

async function opened(url: string, options: Omit<ConnectOptions, 'url'>): Promise<Knex> {
  const pool = workPool(url, options);
  try {
    const { rows } = await pool.raw<{ rows: { server_version_num: string; server_version: string }[] }>(
      "select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version",
    );
    const [server] = rows;
    if (Number(server?.server_version_num) < oldest * 10_000)
      throw new Error(`it is version ${server?.server_version}, and Kith needs ${oldest} or newer`);
    return pool;
  } catch (error) {
    await pool.destroy();
    throw new SqlStoreError(
      'cannot-open',
      `Cannot open the PostgreSQL database ${placeOf(url)}: ${reasonOf(error)}.`,
      { cause: error },
    );
  }
}

/** The URL without what must not be logged. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'of that URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
