import { type EpochMs, type Era, judgePosition, nextVersion, openEra, type Version } from '@kith/core';
import type { Transaction, VersionClock } from './database.js';
import { type Numeric, toVersion } from './rows.js';

/**
 * A counter in the one row of `version_clock`, which is held until the end of the transaction that raised it:
 * the order of versions is the order of commits, and the counter that a snapshot shows is its horizon.
 */
export const counterClock: VersionClock = {
  async create(trx) {
    await trx.schema.createTable('version_clock', (table) => {
      table.integer('id').primary();
      table.bigInteger('last').notNullable();
    });
    await trx('version_clock').insert({ id: 1, last: 0 });
    await trx.schema.createTable('eras', (table) => {
      table.bigInteger('base').notNullable().primary();
      table.bigInteger('last_before').notNullable();
    });
  },
  openEra: beginEra,
  renewEra: beginEra,
  async next(trx, now) {
    const next = nextVersion(await held(trx), now);
    await set(trx, next);
    return next;
  },
  /** Of the eras those that decide about a position: the ones behind the gaps that its version and its era may lie in. */
  snapshot: `
    select c.last as horizon, newest.base as era,
      gap.base as since_base, gap.last_before as since_last_before,
      other.base as era_base, other.last_before as era_last_before
    from version_clock c
    join eras newest on newest.base = (select max(base) from eras)
    left join eras gap on gap.base = (select min(base) from eras where base > :since)
    left join eras other on other.base = (select min(base) from eras where base > :era)
    where c.id = 1`,
  judge(position, snapshot) {
    const row = snapshot as SnapshotRow;
    const [horizon, era] = [toVersion(row.horizon), toVersion(row.era)];
    return {
      horizon,
      era,
      eraOfPage: horizon,
      verdict: judgePosition(position, { eras: erasOf(row), horizon }),
    };
  },
};

async function beginEra(trx: Transaction, now: EpochMs): Promise<void> {
  const era = openEra(await held(trx), now);
  await trx('eras').insert({ base: era.base, last_before: era.lastBefore });
  await set(trx, era.base);
}

const counter = (trx: Transaction) => trx('version_clock').where({ id: 1 });
const set = (trx: Transaction, last: Version) => counter(trx).update({ last });

/** Locks the counter, where the database does not lock more than that anyway. */
async function held(trx: Transaction): Promise<Version> {
  const row: { readonly last: Numeric } | undefined = await counter(trx).forUpdate().first('last');
  if (!row) throw new Error('the table version_clock has lost its row');
  return toVersion(row.last);
}

interface SnapshotRow {
  readonly horizon: Numeric;
  /** The newest. */
  readonly era: Numeric;
  readonly since_base: Numeric | null;
  readonly since_last_before: Numeric | null;
  readonly era_base: Numeric | null;
  readonly era_last_before: Numeric | null;
}

const erasOf = (row: SnapshotRow): Era[] => [
  ...eraOf(row.since_base, row.since_last_before),
  ...eraOf(row.era_base, row.era_last_before),
];

const eraOf = (base: Numeric | null, lastBefore: Numeric | null): Era[] =>
  base === null ? [] : [{ base: toVersion(base), lastBefore: toVersion(lastBefore ?? 0) }];
