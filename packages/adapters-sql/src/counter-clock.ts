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
  /** Of the eras those that decide about a position: the client's, and the one behind the gap that their version may lie in. */
  snapshot: `
    select c.last as horizon, newest.base as era, known.base as known, gap.base, gap.last_before
    from version_clock c
    join eras newest on newest.base = (select max(base) from eras)
    left join eras known on known.base = :era
    left join eras gap on gap.base = (select min(base) from eras where base > :since)
    where c.id = 1`,
  judge(position, snapshot) {
    const row = snapshot as SnapshotRow;
    const [horizon, era] = [toVersion(row.horizon), toVersion(row.era)];
    return { horizon, era, verdict: judgePosition(position, { eras: erasOf(row), horizon }) };
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
  readonly known: Numeric | null;
  readonly base: Numeric | null;
  readonly last_before: Numeric | null;
}

function erasOf({ known, base, last_before }: SnapshotRow): Era[] {
  const gap = base === null ? [] : [{ base: toVersion(base), lastBefore: toVersion(last_before ?? 0) }];
  // Only the name of the client's own era counts, not the gap before it.
  return known === null ? gap : [...gap, { base: toVersion(known), lastBefore: toVersion(known) }];
}
