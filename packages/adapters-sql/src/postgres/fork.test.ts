import type { Clock, UserId } from '@kith/core';
import { type Builders, builders, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import type { SqlStore } from '../index.js';
import { databaseName } from '../test/databases/database-url.js';
import {
  type PostgresReplica,
  type PostgresServer,
  startPostgres,
} from '../test/databases/postgres-server.js';
import { startTcpProxy, type TcpProxy } from '../test/databases/tcp-proxy.js';
import { type Device, deviceOf, freshContents } from '../test/device.js';
import { postgresDatabase } from '../test/postgres-store.js';

interface Person {
  readonly id: UserId;
  readonly devices: readonly Device[];
}

/** Users with devices of both kinds, and something in them. */
async function people(given: Builders, store: SqlStore): Promise<readonly Person[]> {
  const users = await given.users(3);
  await given.friendship(users[0].id, users[1].id);
  await given.group(users[1].id, [users[0].id, users[2].id]);
  const found = users.map(({ id }) => ({ id, devices: [deviceOf(id), deviceOf(id, { sendsEra: false })] }));
  await syncAll(found, store);
  return found;
}

async function syncAll(everybody: readonly Person[], store: SqlStore): Promise<void> {
  for (const { devices } of everybody) for (const device of devices) await device.sync(store);
}

const rename = ({ unitOfWork }: SqlStore, id: UserId | undefined, nickname: string, clock: Clock) =>
  unitOfWork.write(async (session) => {
    if (id === undefined) throw new Error('nobody is to be renamed');
    await session.lockUsers([id]);
    await session.users.setProfile(id, { nickname }, clock.now());
  });

/** Those of their devices that send their era: without it, nobody can tell two servers that both took over apart. */
const knowing = (everybody: readonly Person[]): readonly Person[] =>
  everybody.map(({ id, devices }) => ({ id, devices: devices.slice(0, 1) }));

/** All that the first of them does is about to be lost. */
async function changeMuch(
  given: Builders,
  everybody: readonly Person[],
  store: SqlStore,
  clock: Clock,
): Promise<void> {
  const [first, second, third] = everybody.map(({ id }) => id);
  if (!first || !second || !third) throw new Error('three people are needed');
  await given.friendship(first, third);
  await given.block(first, second);
  await given.group(first, [second, third]);
  await rename(store, first, 'lost', clock);
}

/** Each client is reset once, has what a new one has, and hears of what comes. */
async function expectOneReset(everybody: readonly Person[], store: SqlStore, clock: Clock): Promise<void> {
  for (const { id, devices } of everybody)
    for (const device of devices) {
      expect(await device.sync(store)).to.include({ reset: true });
      expect(device.contents()).to.deep.equal(await freshContents(store, id));
    }
  for (const { id } of everybody) await rename(store, id, `after it ${id}`, clock);
  for (const { id, devices } of everybody)
    for (const device of devices) {
      const answer = await device.sync(store);
      expect(answer).to.nested.include({ reset: false, 'user.nickname': `after it ${id}` });
      expect(device.contents()).to.deep.equal(await freshContents(store, id));
    }
}

describe('another past, on PostgreSQL:', function () {
  this.timeout(60_000);
  const clock = fakeClock();

  describe('of two replicas that took over from one primary, without its last commits,', () => {
    let primary: PostgresServer;
    let stream: TcpProxy;
    let replicas: readonly PostgresReplica[];
    let stores: readonly SqlStore[] = [];
    /** Those who go on with the one, and with the other. */
    let [some, others]: [readonly Person[], readonly Person[]] = [[], []];

    before(async () => {
      primary = await startPostgres({ durable: true });
      stream = await startTcpProxy({ path: primary.socket });
      const url = await primary.createDatabase();
      replicas = [await primary.replica({ via: stream }), await primary.replica({ via: stream })];
      const store = await postgresDatabase(url).open(clock);
      const given = builders(store.unitOfWork, clock);
      [some, others] = [await people(given, store), await people(given, store)];
      for (const replica of replicas) await replica.catchUp();
      stream.stall('to client');
      for (const everybody of [some, others]) {
        await changeMuch(given, everybody, store, clock);
        await syncAll(everybody, store);
      }
      await primary.crash();
      stream.reset();
      await store.close();
      for (const replica of replicas) await replica.promote();
      stores = await Promise.all(
        replicas.map((replica) => postgresDatabase(replica.url(databaseName(url))).open(clock)),
      );
    });
    after(async () => {
      for (const store of stores) await store.close();
      await stream.close();
      for (const replica of replicas) await replica.stop();
      await primary.stop();
    });

    it('the one resets each client once, when it is written to first', async () => {
      const [one] = stores as [SqlStore];
      await rename(one, some[0]?.id, 'the first here', clock);
      await expectOneReset(some, one, clock);
    });

    it('the other too, when it is read first', async () => {
      const [, other] = stores as [SqlStore, SqlStore];
      await expectOneReset(others, other, clock);
    });

    it('each resets who went with the other one meanwhile', async () => {
      const [one, other] = stores as [SqlStore, SqlStore];
      await expectOneReset(knowing(some), other, clock);
      await expectOneReset(knowing(others), one, clock);
    });
  });

  it('a dump, restored in a server that has counted further than the old one', async () => {
    const [old, other] = await Promise.all([
      startPostgres({ durable: true }),
      startPostgres({ durable: true }),
    ]);
    const url = await old.createDatabase();
    const before = await postgresDatabase(url).open(clock);
    const given = builders(before.unitOfWork, clock);
    const everybody = await people(given, before);
    for (let count = 0; count < 100; count += 1) await other.query('select pg_current_xact_id()');
    const database = postgresDatabase(other.url(databaseName(url)));
    await old.dumpRestoreInto(other, {
      database: databaseName(url),
      layTables: async () => (await database.open(clock)).close(),
    });
    await changeMuch(given, everybody, before, clock);
    await syncAll(everybody, before);
    await before.close();

    const store = await database.open(clock);
    await expectOneReset(everybody, store, clock);
    await store.close();
    await Promise.all([old.stop(), other.stop()]);
  });
});
