import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { builders, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import type { Transaction } from '../database.js';
import { describeOnMysql, emptyMysqlDatabase } from '../test/mysql-store.js';
import { openMysql } from './database.js';

const script = fileURLToPath(new URL('../test/mysql-writer.js', import.meta.url));
const random = { fraction: () => 0.5 };
const writes = 60;
const kept = writes - writes / 5;

/** @returns what it complained of */
async function writer(url: string, clockOffMs: number): Promise<string> {
  const child = spawn(process.execPath, [script, url, String(writes), String(clockOffMs)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  await once(child, 'close');
  return complaints;
}

interface Seen {
  readonly horizon: number;
  readonly versions: readonly number[];
}

/** What a sync sees: rows that are newer, and the horizon, in one snapshot. */
const newerThan =
  (since: number) =>
  async (trx: Transaction): Promise<Seen> => {
    const versions = await trx('outbox').where('version', '>', since).pluck('version');
    const [horizon] = await trx('version_clock').pluck('last');
    return { horizon, versions };
  };

describeOnMysql('writers in several processes on MySQL', function () {
  this.timeout(60_000);

  it('never give versions out of the order of their commits, whatever their clocks say', async () => {
    const clock = fakeClock();
    const { url, open, query } = await emptyMysqlDatabase(clock);
    const store = await open(clock);
    await query('alter table users auto_increment = 1');
    await builders(store.unitOfWork, clock).users(4);
    await store.close();

    const database = await openMysql({ url, random });
    const seen = new Set<number>();
    let since = 0;
    const look = async () => {
      const { horizon, versions } = await database.read(newerThan(since));
      for (const version of versions) seen.add(version);
      expect(horizon).to.be.at.least(since);
      since = horizon;
    };

    let areWriting = true;
    const writing = Promise.all([writer(url, 0), writer(url, -60_000), writer(url, 60_000)]).finally(() => {
      areWriting = false;
    });
    while (areWriting) await look();
    expect(await writing).to.deep.equal(['', '', '']);
    await look();
    await database.close();

    const rows = await query<{ version: number }>('select version from outbox order by id');
    const all = rows.map(({ version }) => version);
    expect(all).to.have.lengthOf(3 * kept);
    expect(all).to.deep.equal([...new Set(all)].sort((a, b) => a - b));
    expect([...seen].sort((a, b) => a - b)).to.deep.equal(all);
  });
});
