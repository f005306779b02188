import { type EpochMs, nextVersion, noVersion, type SyncPosition, type Version, version } from '@kith/core';
import { counterClock } from '../counter-clock.js';
import type { Judgement, Transaction, VersionClock } from '../database.js';
import type { Numeric } from '../rows.js';
import { execute } from './results.js';

/**
 * The counter, in fewer steps: every writer waits for whoever holds it.
 *
 * And an era for each server: one that took another's place may lack what that one promised last, and so may one that was
 * started anew, unless it waits for the disk at each commit. Each connection knows which server, started when, it leads
 * to (`@kith_server`); `version_clock.server` says for which the last era was opened.
 */
export const mysqlClock: VersionClock = {
  ...counterClock,
  async create(trx) {
    await counterClock.create(trx);
    await trx.schema.alterTable('version_clock', (table) => {
      table.string('server', 255).notNullable().defaultTo('');
    });
  },
  openEra: beginEra,
  renewEra: beginEra,
  async next(trx, now) {
    const next = await raised(trx, now);
    if (next !== null) return next;
    await beginEra(trx, now);
    return mysqlClock.next(trx, now);
  },
};

async function beginEra(trx: Transaction, now: EpochMs): Promise<void> {
  await counterClock.openEra(trx, now);
  await execute(trx, 'update version_clock set server = @kith_server where id = 1');
}

/** The next version, or null where the last era was opened for another server. */
async function raised(trx: Transaction, now: EpochMs): Promise<Version | null> {
  const { affectedRows, insertId } = await execute(
    trx,
    'update version_clock set last = last_insert_id(greatest(last + 1, ?)) where id = 1 and server = @kith_server',
    [nextVersion(noVersion, now)],
  );
  return affectedRows === 1 ? version(insertId) : null;
}

/** The same on a replica, where what it has not heard of yet cannot be told from what never was. */
export const replicaClock: VersionClock = {
  ...mysqlClock,
  snapshot: `
    select counter.*, unix_timestamp(now(6)) * 1000000 as now
    from (${counterClock.snapshot}) as counter`,
  judge(position, snapshot) {
    const judgement = counterClock.judge(position, snapshot);
    const { now } = snapshot as { readonly now: Numeric };
    const isBehind = judgement.verdict === 'reset' && mayComeYet(position, judgement, Number(now));
    return isBehind ? { ...judgement, verdict: 'behind' } : judgement;
  },
};

/** No version is ever so far ahead of the clock, in µs. */
const farAhead = 24 * 60 * 60 * 1_000_000;

const mayComeYet = (
  { since, era }: SyncPosition,
  { horizon, era: newest }: Judgement,
  now: number,
): boolean =>
  (since > horizon || (era !== null && era > newest)) && since <= Math.max(horizon, now) + farAhead;
