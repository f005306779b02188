import type { Clock, UserId } from '@kith/core';
import { builders, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import type { SqlStore } from '../index.js';
import { databaseName } from '../test/databases/database-url.js';
import { startPostgres } from '../test/databases/postgres-server.js';
import { startTcpProxy } from '../test/databases/tcp-proxy.js';
import { type Device, deviceOf, freshContents } from '../test/device.js';
import { postgresDatabase } from '../test/postgres-store.js';

interface Person {
  readonly id: UserId;
  readonly devices: readonly Device[];
}

/** Users with devices of both kinds, and something in them. */
async function people(store: SqlStore, clock: Clock): Promise<readonly Person[]> {
  const given = builders(store.unitOfWork, clock);
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

/** All that the first of them does is about to be lost. */
async function changeMuch(everybody: readonly Person[], store: SqlStore, clock: Clock): Promise<void> {
  const [first, second, third] = everybody.map(({ id }) => id);
  if (!first || !second || !third) throw new Error('three people are needed');
  const given = builders(store.unitOfWork, clock);
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

  for (const writesFirst of [true, false])
    it(`a replica that took over without the last commits, and is ${writesFirst ? 'written to' : 'read'} first`, async () => {
      const primary = await startPostgres({ durable: true });
      const stream = await startTcpProxy({ path: primary.socket });
      const url = await primary.createDatabase();
      const replica = await primary.replica({ via: stream });
      const old = await postgresDatabase(url).open(clock);
      const everybody = await people(old, clock);
      await replica.catchUp();

      stream.stall('to client');
      await changeMuch(everybody, old, clock);
      await syncAll(everybody, old);
      await primary.crash();
      stream.reset();
      await replica.promote();
      await old.close();

      const store = await postgresDatabase(replica.url(databaseName(url))).open(clock);
      if (writesFirst) await rename(store, everybody[0]?.id, 'the first here', clock);
      await expectOneReset(everybody, store, clock);
      await store.close();
      await stream.close();
      await replica.stop();
      await primary.stop();
    });

  it('a dump, restored in a server that has counted further than the old one', async () => {
    const [old, other] = await Promise.all([
      startPostgres({ durable: true }),
      startPostgres({ durable: true }),
    ]);
    const url = await old.createDatabase();
    const before = await postgresDatabase(url).open(clock);
    const everybody = await people(before, clock);
    for (let count = 0; count < 100; count += 1) await other.query('select pg_current_xact_id()');
    const database = postgresDatabase(other.url(databaseName(url)));
    await old.dumpRestoreInto(other, {
      database: databaseName(url),
      layTables: async () => (await database.open(clock)).close(),
    });
    await changeMuch(everybody, before, clock);
    await syncAll(everybody, before);
    await before.close();

    const store = await database.open(clock);
    await expectOneReset(everybody, store, clock);
    await store.close();
    await Promise.all([old.stop(), other.stop()]);
  });

  it('two servers that both took over from one past: who went with the one is reset by the other', async () => {
    const primary = await startPostgres({ durable: true });
    const url = await primary.createDatabase();
    const replicas = [await primary.replica(), await primary.replica()];
    const old = await postgresDatabase(url).open(clock);
    const everybody = await people(old, clock);
    for (const replica of replicas) await replica.catchUp();
    await old.close();
    await primary.crash();
    const stores: SqlStore[] = [];
    for (const replica of replicas) {
      await replica.promote();
      stores.push(await postgresDatabase(replica.url(databaseName(url))).open(clock));
    }
    const [one, other] = stores;
    if (!one || !other) throw new Error('two stores are needed');
    await expectOneReset(everybody, one, clock);
    await changeMuch(everybody, one, clock);
    await syncAll(everybody, one);
    const knowing = everybody.map(({ id, devices }) => ({ id, devices: devices.slice(0, 1) }));
    await expectOneReset(knowing, other, clock);
    for (const store of stores) await store.close();
    for (const replica of replicas) await replica.stop();
    await primary.stop();
  });
});
