import type { Version } from '@kith/core';
import type { Transaction, VersionClock } from '../database.js';
import { type Numeric, toVersion } from '../rows.js';
import { createClock } from './clock-schema.js';
import { judge } from './judge.js';

/** The server is no longer the one that the clock's epoch was opened on. */
export class StaleClock extends Error {
  override readonly name = 'StaleClock';

  constructor() {
    super("the version clock's epoch was opened on another server, or before a crash");
  }
}

/** The version of a write, if the epoch is good. */
const ofThisTransaction = `
select c.epoch + pg_current_xact_id()::text::bigint as version
from version_clock c, version_alive
where c.started = pg_postmaster_start_time() and c.file = pg_relation_filepath('version_clock')`;

/**
 * The horizon: whatever is at or below it has ended and is in the snapshot. What was written before the epoch had ended
 * when it began, so its base is a horizon too, while older transactions of other databases are still open.
 * Reads nothing of `version_alive`: a replica refuses unlogged tables.
 */
const ofThisSnapshot = `
select
  greatest(c.epoch + pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1, c.base) as horizon,
  c.era,
  (extract(epoch from clock_timestamp()) * 1000000)::bigint as now,
  pg_is_in_recovery() as is_replica,
  not pg_is_in_recovery() and (
    c.started is distinct from pg_postmaster_start_time()
    or c.file is distinct from pg_relation_filepath('version_clock')) as is_stale
from version_clock c
where c.id = 1`;

/** As far as our user may see what others do. */
const oldestTransaction = `
select
  (pg_snapshot_xmax(s)::text::bigint - pg_snapshot_xmin(s)::text::bigint) as transactions,
  coalesce((
    select extract(epoch from max(clock_timestamp() - xact_start))
    from pg_stat_activity
    where backend_xid is not null), 0)::float8 as seconds
from pg_current_snapshot() as s`;

interface SnapshotRow {
  readonly horizon: Numeric;
  readonly era: Numeric;
  readonly now: Numeric;
  readonly is_replica: boolean;
  readonly is_stale: boolean;
}

/**
 * The server's own transaction numbers, above an epoch (docs/adr/0003-version-clock.md). Nobody waits for the clock:
 * versions are not in the order of commits, and a reader's horizon is below whatever is still open.
 */
export interface PostgresClock extends VersionClock {
  /**
   * Takes the version of a transaction, as its first statement: it then holds off who would open another epoch.
   *
   * @throws StaleClock
   */
  begin(trx: Transaction): Promise<void>;
  /** Opens an epoch, unless another process has done so meanwhile. */
  renewIfStale(trx: Transaction): Promise<void>;
}

export function postgresClock(): PostgresClock {
  const taken = new WeakMap<Transaction, Version>();

  async function take(trx: Transaction): Promise<Version> {
    const row = await firstRow<{ version: Numeric }>(trx, 'kith_version', ofThisTransaction);
    if (!row) throw new StaleClock();
    return toVersion(row.version);
  }

  return {
    create: createClock,
    async begin(trx) {
      taken.set(trx, await take(trx));
    },
    /** Nothing to do: the server's start counts, not ours. A clock that is stale is renewed by who first finds it so. */
    async openEra() {},
    async renewEra(trx) {
      await trx.raw('select version_clock_renew(true)');
    },
    async renewIfStale(trx) {
      await trx.raw('select version_clock_renew(false)');
    },
    async next(trx) {
      return taken.get(trx) ?? take(trx);
    },
    snapshot: ofThisSnapshot,
    heldBack: { name: 'kith_held_back', sql: oldestTransaction },
    judge(position, snapshot) {
      const row = snapshot as SnapshotRow;
      if (row.is_stale) throw new StaleClock();
      const [horizon, era] = [toVersion(row.horizon), toVersion(row.era)];
      const state = { horizon, era, now: Number(row.now), isReplica: row.is_replica };
      return { horizon, era, eraOfPage: era, verdict: judge(position, state) };
    },
  };
}

/** Named: the server parses and plans it once for each connection. */
async function firstRow<Row extends object>(
  trx: Transaction,
  name: string,
  sql: string,
): Promise<Row | undefined> {
  const { rows } = await trx.raw<{ rows: Row[] }>(sql).options({ name });
  return rows[0];
}
