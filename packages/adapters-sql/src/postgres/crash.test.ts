import type { Clock, UserId } from '@kith/core';
import { builders, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { Client } from 'pg';
import type { SqlStore } from '../index.js';
import { type PostgresServer, startPostgres } from '../test/databases/postgres-server.js';
import { type Device, deviceOf, freshContents } from '../test/device.js';
import { postgresDatabase } from '../test/postgres-store.js';

const wasted = 30;

/** Numbers of transactions that never come to the disk: after a crash they are given again. */
async function wasteNumbers(server: PostgresServer): Promise<void> {
  for (let count = 0; count < wasted; count += 1) await server.query('select pg_current_xact_id()');
}

const nextNumber = async (server: PostgresServer): Promise<number> => {
  const [row] = await server.query<{ number: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as number',
  );
  return Number(row?.number);
};

/** PostgreSQL ends every connection and recovers. */
async function crashOneConnection(server: PostgresServer): Promise<void> {
  const victim = new Client({ connectionString: server.url() });
  victim.on('error', () => {});
  await victim.connect();
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
  await server.killBackend(rows[0]?.pid ?? 0);
}

const crashes = {
  'a crash of the server': async (server: PostgresServer) => {
    await server.crash();
    await server.restart();
  },
  'a crash of one connection': crashOneConnection,
};

describe('PostgreSQL, after', function () {
  this.timeout(60_000);
  let server: PostgresServer;
  let clock: Clock;
  let store: SqlStore;
  let ann: UserId;
  let devices: readonly Device[];

  before(async () => {
    // So that what nobody waits for does not come to the disk by itself.
    server = await startPostgres({ durable: true, settings: { wal_writer_delay: '10s' } });
  });
  after(() => server.stop());

  async function given(setting?: string): Promise<void> {
    clock = fakeClock();
    const database = postgresDatabase(await server.createDatabase());
    await (await database.open(clock)).close();
    if (setting)
      await database.query(
        `do $$ begin execute format('alter database %I set ${setting}', current_database()); end $$`,
      );
    store = await database.open(clock);
    const [me, them] = await builders(store.unitOfWork, clock).users(2);
    ann = me.id;
    await builders(store.unitOfWork, clock).friendship(me.id, them.id);
    devices = [deviceOf(ann), deviceOf(ann, { sendsEra: false })];
    await wasteNumbers(server);
    for (const device of devices) await device.sync(store);
  }
  afterEach(() => store.close());

  const rename = (nickname: string) =>
    store.unitOfWork.write(({ users }) => users.setProfile(ann, { nickname }, clock.now()));

  async function expectTheNews(nickname: string): Promise<void> {
    for (const device of devices) {
      const answer = await device.sync(store);
      expect(answer).to.nested.include({ reset: false, 'user.nickname': nickname });
      expect(device.contents()).to.deep.equal(await freshContents(store, ann));
    }
  }

  for (const [title, crash] of Object.entries(crashes)) {
    it(`${title} hides no change behind numbers that were given before, and resets nobody`, async () => {
      await given();
      const numberBefore = await nextNumber(server);
      await crash(server);
      expect(await nextNumber(server)).to.be.below(numberBefore);
      await rename('after the crash');
      await expectTheNews('after the crash');
    });

    it(`${title} costs nobody a reset either who syncs before anything is written`, async () => {
      await given();
      await crash(server);
      const versions = devices.map((device) => device.version());
      for (const [index, device] of devices.entries()) {
        const answer = await device.sync(store);
        expect(answer).to.deep.include({ reset: false, user: null, friends: [] });
        expect(answer.version).to.be.at.least(versions[index] ?? Infinity);
      }
      await rename('after the silence');
      await expectTheNews('after the silence');
    });
  }

  it('a crash that may have lost what was seen, as commits did not wait for the disk, resets each client once', async () => {
    await given('synchronous_commit = off');
    await crashes['a crash of the server'](server);
    await rename('after the crash');
    for (const device of devices) {
      expect(await device.sync(store)).to.include({ reset: true });
      expect(await device.sync(store)).to.include({ reset: false });
      expect(device.contents()).to.deep.equal(await freshContents(store, ann));
    }
  });

  it('an ordinary restart goes on as before', async () => {
    await given();
    await server.restart();
    await rename('after the restart');
    await expectTheNews('after the restart');
  });
});
