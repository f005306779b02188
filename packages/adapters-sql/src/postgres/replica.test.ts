import type { Clock } from '@kith/core';
import { type Builders, builders, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { openSqlSchema, type SqlStore } from '../index.js';
import { databaseName } from '../test/databases/database-url.js';
import {
  type PostgresReplica,
  type PostgresServer,
  startPostgres,
} from '../test/databases/postgres-server.js';
import { deviceOf, freshContents } from '../test/device.js';
import { postgresDatabase } from '../test/postgres-store.js';

const random = { fraction: () => 0.5 };

describe('a replica of PostgreSQL', function () {
  this.timeout(60_000);
  let primary: PostgresServer;
  let replica: PostgresReplica;
  let clock: Clock;
  let url: string;
  /** Two processes: one without a replica, one that reads from it. */
  let near: SqlStore;
  let far: SqlStore;
  let given: Builders;

  before(async () => {
    primary = await startPostgres({ durable: true });
    replica = await primary.replica();
    clock = fakeClock();
    url = await primary.createDatabase();
    const database = postgresDatabase(url);
    near = await database.open(clock);
    given = builders(near.unitOfWork, clock);
    await replica.catchUp();
    far = await database.open(clock, { replicaUrl: replica.url(databaseName(url)) });
  });
  after(async () => {
    await near.close();
    await far.close();
    await primary.stop();
  });
  afterEach(async () => {
    await replica.resumeReplay();
    await replica.catchUp();
  });

  it('is what reads are answered from, and writes are not', async () => {
    const { id } = await given.user('Ann');
    await replica.catchUp();
    await replica.pauseReplay();
    const find = () => far.unitOfWork.read(({ users }) => users.find(id));
    await far.unitOfWork.write(({ users }) => users.setProfile(id, { nickname: 'Anna' }, clock.now()));
    expect(await find()).to.include({ nickname: 'Ann' });
    await replica.resumeReplay();
    await replica.catchUp();
    expect(await find()).to.include({ nickname: 'Anna' });
  });

  it('is not asked for what must be the latest, such as who is signed in', async () => {
    const { id } = await given.user('Ann');
    await replica.catchUp();
    await replica.pauseReplay();
    await far.unitOfWork.write(({ users }) => users.setProfile(id, { nickname: 'Anna' }, clock.now()));
    const latest = await far.unitOfWork.read(({ users }) => users.find(id), { latest: true });
    expect(latest).to.include({ nickname: 'Anna' });
  });

  it('G8: is stale while it lags, and never wrong, for who came from the primary and for who did not', async () => {
    const [ann, ben] = await given.users(2);
    await replica.catchUp();
    const [commuter, resident] = [deviceOf(ann.id), deviceOf(ann.id)];
    await resident.sync(far);
    await replica.pauseReplay();
    await given.friendship(ann.id, ben.id);
    await commuter.sync(near);
    const { version } = await commuter.sync(near);

    expect(await commuter.sync(far)).to.deep.include({ version, reset: false, friends: [] });
    expect(await resident.sync(far)).to.deep.include({ reset: false, friends: [] });
    await given.group(ben.id, [ann.id]);
    await replica.resumeReplay();
    await replica.catchUp();
    for (const device of [commuter, resident]) {
      await device.sync(far);
      expect(device.contents()).to.deep.equal(await freshContents(near, ann.id));
    }
  });

  it('says "nothing yet" to who knows an era that it has not heard of, and goes on once it has', async () => {
    const { id } = await given.user('Ann');
    const [knowing, unknowing] = [deviceOf(id), deviceOf(id, { sendsEra: false })];
    for (const device of [knowing, unknowing]) await device.sync(near);
    await replica.pauseReplay();
    const schema = await openSqlSchema({ url, clock, random });
    await schema.renewClock();
    await schema.close();
    for (const device of [knowing, unknowing]) {
      const { reset, version, era } = await device.sync(near);
      expect(reset).to.equal(true);
      const nothing = { version, reset: false, user: null, friends: [], groups: [], groupMembers: [] };
      const answer = await device.sync(far);
      expect(answer).to.deep.include(nothing);
      if (device === knowing) expect(answer.era).to.equal(era);
    }
    await near.unitOfWork.write(({ users }) => users.setProfile(id, { nickname: 'Anna' }, clock.now()));
    await replica.resumeReplay();
    await replica.catchUp();
    for (const device of [knowing, unknowing]) {
      expect(await device.sync(far)).to.nested.include({ reset: false, 'user.nickname': 'Anna' });
      expect(device.contents()).to.deep.equal(await freshContents(near, id));
    }
  });

  it('resets, as the primary does, who comes from before an era that it has heard of', async () => {
    const { id } = await given.user('Ann');
    const device = deviceOf(id);
    await device.sync(near);
    const schema = await openSqlSchema({ url, clock, random });
    await schema.renewClock();
    await schema.close();
    await replica.catchUp();
    expect(await device.sync(far)).to.include({ reset: true });
    expect(await device.sync(far)).to.include({ reset: false });
    expect(await device.sync(near)).to.include({ reset: false });
  });

  it('keeps devices right that ask it and the primary in turns, while it stops and goes on', async () => {
    const users = await given.users(4);
    const devices = users.map(({ id }) => ({ id, device: deviceOf(id) }));
    for (let turn = 0; turn < 24; turn += 1) {
      if (turn % 6 === 2) await replica.pauseReplay();
      if (turn % 6 === 5) await replica.resumeReplay();
      const [one, other] = [users[turn % 4] ?? users[0], users[(turn * 3 + 1) % 4] ?? users[1]];
      await Promise.all([
        near.unitOfWork.write(async (session) => {
          await session.lockUsers([one.id]);
          await session.users.setProfile(one.id, { nickname: `name ${turn}` }, clock.now());
        }),
        turn % 4 === 3 ? given.group(other.id, [one.id]) : given.friendship(other.id, one.id),
        ...devices.map(async ({ device }, index) => {
          const before = device.version();
          await device.sync((turn + index) % 2 ? near : far);
          expect(device.version()).to.be.at.least(before);
        }),
      ]);
    }
    await replica.catchUp();
    for (const { id, device } of devices) {
      await device.sync(far);
      expect(device.contents()).to.deep.equal(await freshContents(near, id));
    }
  });
});

describe('a replica that is down', function () {
  this.timeout(60_000);

  it('is not replaced by the primary: reads are refused, writes go on, and all is well when it is back', async () => {
    const primary = await startPostgres({ durable: true });
    const replica = await primary.replica();
    const clock = fakeClock();
    const url = await primary.createDatabase();
    await (await postgresDatabase(url).open(clock)).close();
    await replica.catchUp();
    const { unitOfWork, close } = await postgresDatabase(url).open(clock, {
      replicaUrl: replica.url(databaseName(url)),
    });
    await replica.crash();
    const { id } = await builders(unitOfWork, clock).user('Ann');
    const find = () => unitOfWork.read(({ users }) => users.find(id));
    const refusal = await find().catch((error: unknown) => error);
    expect(refusal).to.have.property('code', 'storage-unavailable');
    await replica.restart();
    await replica.catchUp();
    expect(await find()).to.include({ nickname: 'Ann' });
    await close();
    await primary.stop();
  });
});
