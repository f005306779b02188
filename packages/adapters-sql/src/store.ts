import { type Clock, noVersion, type RateLimiter, type UnitOfWork, type Version } from '@kith/core';
import { connect } from './connect.js';
import type { ConnectOptions } from './connect-options.js';
import type { Database } from './database.js';
import { reasonOf, SqlStoreError, unavailable } from './errors.js';
import { migrations } from './migrations/index.js';
import { type Again, migrate, requireCurrent, type SchemaStatus, schemaStatus } from './migrations/run.js';
import { type PoolUse, useOf } from './pool-use.js';
import { sqlRateLimiter } from './rate-limiter.js';
import { manyAttempts, type Patience, retrying } from './retry.js';
import { sqlUnitOfWork } from './unit-of-work.js';

export interface SqlStoreOptions extends ConnectOptions {
  readonly clock: Clock;
}

/** The schema of a database, without the store. */
export interface SqlSchema {
  status(): Promise<SchemaStatus>;
  /** @returns what it did, in order. @throws SqlStoreError `schema-newer` */
  migrate(): Promise<readonly string[]>;
  /** @throws SqlStoreError `schema-older`, `schema-newer` */
  clock(): Promise<ClockReading>;
  /**
   * Opens an era by hand: every client gets everything anew, once. For a past that was replaced in a way that nothing can
   * notice: rows restored under a running server, a disk put back to what it was.
   *
   * @throws SqlStoreError `schema-older`, `schema-newer`
   */
  renewClock(): Promise<ClockReading>;
  close(): Promise<void>;
}

/** Where the version clock of a database stands. */
export interface ClockReading {
  /** All changes up to it are seen by whoever syncs now. */
  readonly horizon: Version;
  readonly era: Version;
  /** What a transaction that stays open holds back; null where none can. */
  readonly heldBack: HeldBack | null;
}

export interface HeldBack {
  /** How many transactions began since: their changes are sent again and again until it ends. */
  readonly transactions: number;
  /** How long it has been open, as far as the database tells. */
  readonly seconds: number;
}

export interface SqlStore {
  readonly unitOfWork: UnitOfWork;
  /** Counts in the same database, by the system's clock. */
  readonly rateLimiter: RateLimiter;
  /** @throws DomainError `storage-unavailable` */
  clock(): Promise<ClockReading>;
  /** By what the connections are for. */
  pools(): Readonly<Record<string, PoolUse>>;
  /** Waits for what is under way, then ends all connections. What comes later fails with `storage-unavailable`. */
  close(): Promise<void>;
}

/** @throws SqlStoreError `url-unsupported`, `cannot-open` */
export async function openSqlSchema(options: SqlStoreOptions): Promise<SqlSchema> {
  return schemaOf(await connect(options), options);
}

/**
 * Opens a store, and with it an era of the version clock: once per start of a process.
 *
 * @param options.serves this process serves: refused where only one may, and another one does
 * @param options.migrate brings the schema up to date first
 * @throws SqlStoreError `url-unsupported`, `cannot-open`, `in-use` (with `serves`), `schema-older` (without `migrate`), `schema-newer`
 */
export async function openSqlStore(
  options: SqlStoreOptions & { readonly serves?: boolean; readonly migrate?: boolean },
): Promise<SqlStore> {
  const { clock, random, pause } = options;
  const patience: Patience = { random, pause };
  const database = await connect(options);
  try {
    if (options.serves) database.claim?.();
    const schema = schemaOf(database, options);
    if (options.migrate) await schema.migrate();
    requireCurrent(await schema.status());
    const openEra = () => database.write((trx) => database.versionClock.openEra(trx, clock.now()));
    await patiently(database, options)(openEra);
  } catch (error) {
    await database.close();
    if (error instanceof SqlStoreError) throw error;
    throw new SqlStoreError('cannot-open', `Cannot open the database: ${reasonOf(error)}.`, { cause: error });
  }
  return {
    unitOfWork: sqlUnitOfWork({ database, clock, ...patience }),
    rateLimiter: sqlRateLimiter({ database, clock, ...patience }),
    clock: () =>
      readClock(database).catch((error) => {
        throw unavailable(error);
      }),
    pools: () =>
      Object.fromEntries(Object.entries(database.pools).map(([name, pool]) => [name, useOf(pool)])),
    close: database.close,
  };
}

/** In one snapshot. */
const readClock = ({ read, select, versionClock }: Database): Promise<ClockReading> =>
  read(async (trx) => {
    const statement = { name: 'kith_clock', sql: versionClock.snapshot };
    const [row] = await select<object>(trx, statement, { since: 0, era: 0 });
    // Between its migration and its first start it has no era.
    const { horizon, era } = row
      ? versionClock.judge({ since: noVersion, era: null }, row)
      : { horizon: noVersion, era: noVersion };
    const [heldBack = null] = versionClock.heldBack
      ? await select<HeldBack>(trx, versionClock.heldBack, {})
      : [];
    return { horizon, era, heldBack };
  });

function schemaOf(database: Database, options: SqlStoreOptions): SqlSchema {
  const again = patiently(database, options);
  const { versionClock } = database;
  const status = () => again(() => schemaStatus(database, migrations));
  const clock = async (): Promise<ClockReading> => {
    requireCurrent(await status());
    return again(() => readClock(database));
  };
  return {
    status,
    clock,
    async renewClock() {
      requireCurrent(await status());
      await again(() => database.changeSchema((trx) => versionClock.renewEra(trx, options.clock.now())));
      return clock();
    },
    migrate: () => migrate(database, { migrations, clock: options.clock, again }),
    close: database.close,
  };
}

const patiently =
  ({ isConflict }: Database, { random, pause }: Patience): Again =>
  (run) =>
    retrying(run, { random, pause, isWorthwhile: isConflict, attempts: manyAttempts });
