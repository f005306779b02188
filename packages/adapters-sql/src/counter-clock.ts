import {
  type Era,
  judgePosition,
  nextVersion,
  noVersion,
  openEra,
  type SyncPosition,
  type Version,
} from '@kith/core';
import type { Transaction, VersionClock } from './database.js';
import { type Numeric, toVersion } from './rows.js';

/**
 * A counter in the one row of `version_clock`, which is held until the end of the transaction that raised it:
 * the order of versions is the order of commits, and the counter that a snapshot shows is its horizon.
 */
export const counterClock: VersionClock = {
  async openEra(trx, now) {
    const era = openEra(await held(trx), now);
    await trx('eras').insert({ base: era.base, last_before: era.lastBefore });
    await set(trx, era.base);
  },
  async next(trx, now) {
    const next = nextVersion(await held(trx), now);
    await set(trx, next);
    return next;
  },
  async judge(trx, position) {
    const { horizon, eras } = await look(trx, position);
    const newest = eras.at(-1)?.base ?? noVersion;
    return { horizon, era: newest, verdict: judgePosition(position, { eras, horizon }) };
  },
};

const counter = (trx: Transaction) => trx('version_clock').where({ id: 1 });
const set = (trx: Transaction, last: Version) => counter(trx).update({ last });

/** Locks the counter, where the database does not lock more than that anyway. */
async function held(trx: Transaction): Promise<Version> {
  const row: { readonly last: Numeric } | undefined = await counter(trx).forUpdate().first('last');
  if (!row) throw new Error('the table version_clock has lost its row');
  return toVersion(row.last);
}

/** The counter, and of the eras those that decide about a position, ascending. One statement, whatever their number. */
async function look(
  trx: Transaction,
  { since, era }: SyncPosition,
): Promise<{ readonly horizon: Version; readonly eras: readonly Era[] }> {
  const gap = trx('eras').where('base', '>', since).min('base');
  const newest = trx('eras').max('base');
  const rows: { readonly base: Numeric | null; readonly last: Numeric }[] = await counter(trx)
    .select(trx.raw('null as base'), 'last')
    .unionAll([
      trx('eras')
        .whereIn('base', [gap, newest, era ?? noVersion])
        .select('base', 'last_before'),
    ]);
  const eras = rows.flatMap(({ base, last }) =>
    base === null ? [] : [{ base: toVersion(base), lastBefore: toVersion(last) }],
  );
  const horizon = rows.find(({ base }) => base === null)?.last ?? noVersion;
  return { horizon: toVersion(horizon), eras: eras.sort((a, b) => a.base - b.base) };
}
