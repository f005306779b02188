import type { Clock, Random, RateLimiter, UnitOfWork } from '@kith/core';
import { connect } from './connect.js';
import type { Database } from './database.js';
import { migrations } from './migrations/index.js';
import { migrate, requireCurrent, type SchemaStatus, schemaStatus } from './migrations/run.js';
import { sqlRateLimiter } from './rate-limiter.js';
import { type Pause, retrying } from './retry.js';
import { sqlUnitOfWork } from './unit-of-work.js';

export interface SqlStoreOptions {
  /** `sqlite::memory:`, or `sqlite:` and the path of a file, whose folder is made: `sqlite:./data/kith.db`. */
  readonly url: string;
  readonly clock: Clock;
  /** Jitter of retries. */
  readonly random: Pick<Random, 'fraction'>;
  /** Waits between retries, in ms; by the system's timer unless given. */
  readonly pause?: Pause;
}

/** The schema of a database, without the store. */
export interface SqlSchema {
  status(): Promise<SchemaStatus>;
  /** @returns what it did, in order. @throws SqlStoreError `schema-newer` */
  migrate(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface SqlStore {
  readonly unitOfWork: UnitOfWork;
  /** Counts in the same database, by the system's clock. */
  readonly rateLimiter: RateLimiter;
  /** Ends all connections. What is still under way fails with `storage-unavailable`. */
  close(): Promise<void>;
}

/** @throws SqlStoreError `url-unsupported`, `cannot-open` */
export async function openSqlSchema(options: SqlStoreOptions): Promise<SqlSchema> {
  return schemaOf(await connect(options.url), options);
}

/**
 * Opens a store, and with it an era of the version clock: once per start of a process.
 *
 * @param options.migrate brings the schema up to date first
 * @throws SqlStoreError `url-unsupported`, `cannot-open`, `schema-older` (without `migrate`), `schema-newer`
 */
export async function openSqlStore(
  options: SqlStoreOptions & { readonly migrate?: boolean },
): Promise<SqlStore> {
  const database = await connect(options.url);
  try {
    const schema = schemaOf(database, options);
    if (options.migrate) await schema.migrate();
    requireCurrent(await schema.status());
    await patiently(database, options, () =>
      database.write((trx) => database.versionClock.openEra(trx, options.clock.now())),
    );
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    unitOfWork: sqlUnitOfWork({ database, ...options }),
    rateLimiter: sqlRateLimiter({ database, ...options }),
    close: database.close,
  };
}

const schemaOf = (database: Database, options: SqlStoreOptions): SqlSchema => ({
  status: () => schemaStatus(database, migrations),
  migrate: () => patiently(database, options, () => migrate(database, { migrations, clock: options.clock })),
  close: database.close,
});

/** Another process that starts at the same time may take seconds. */
const manyAttempts = 100;

const patiently = <T>(
  database: Database,
  { random, pause }: SqlStoreOptions,
  run: () => Promise<T>,
): Promise<T> =>
  retrying(run, {
    random,
    isWorthwhile: database.isConflict,
    attempts: manyAttempts,
    ...(pause && { pause }),
  });
