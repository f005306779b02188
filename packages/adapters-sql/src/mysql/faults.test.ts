import { type Clock, userId } from '@kith/core';
import { expectRefusal, fakeClock, rejectionOf, settle } from '@kith/testing';
import { expect } from 'chai';
import { createConnection } from 'mysql2/promise';
import type { SqlStore } from '../index.js';
import { type DatabaseProxy, startDatabaseProxy } from '../test/databases/database-proxy.js';
import { eventually } from '../test/databases/eventually.js';
import { type MariadbServer, startMariadb } from '../test/databases/mariadb-server.js';
import { describeOnPrivateMysql, type MysqlDatabase, mysqlDatabase } from '../test/mysql-store.js';

const longestMs = 10_000;
const many = (count: number) => Array.from({ length: count });

describeOnPrivateMysql('faults of a MySQL server', function () {
  this.timeout(60_000);

  const clock: Clock = fakeClock();
  let server: MariadbServer;
  let database: MysqlDatabase;
  let store: SqlStore | undefined;
  let proxy: DatabaseProxy | undefined;

  before(async () => {
    const started = await startMariadb({ durable: true, settings: { 'max-connections': '12' } });
    if (typeof started === 'string') throw new Error(started);
    server = started;
    database = mysqlDatabase(await server.createDatabase());
    await (await database.open(clock)).close();
  });
  afterEach(async () => {
    await proxy?.resume();
    await store?.close();
    await proxy?.close();
    [store, proxy] = [undefined, undefined];
  });
  after(() => server.stop());

  let registered = 0;
  const add = ({ unitOfWork }: SqlStore) => {
    registered += 1;
    const phone = { region: '1', number: String(registered) };
    return unitOfWork.write(({ users }) =>
      users.add({ phone, nickname: 'somebody', passwordHash: '', at: clock.now() }),
    );
  };
  const find = ({ unitOfWork }: SqlStore) => unitOfWork.read(({ users }) => users.find(userId(1)));
  /** Until a process has noticed that the server is back. */
  const recovered = (opened: SqlStore) => eventually(() => add(opened), longestMs);

  it('a crash loses nothing that was acknowledged, and the process goes on when the server is back', async () => {
    store = await database.open(clock);
    const opened = store;
    const acknowledged: number[] = [];
    let isCrashed = false;
    const write = async () => {
      while (!isCrashed) {
        const user = await add(opened);
        acknowledged.push(user.id);
      }
    };
    const writing = settle([write(), write(), write(), write()]);
    await eventually(() => expect(acknowledged.length).to.be.greaterThan(50), longestMs);
    await server.crash();
    isCrashed = true;
    const { reasons } = await writing;
    for (const reason of reasons) expect(reason).to.have.property('code', 'storage-unavailable');
    await expectRefusal(find(opened), 'storage-unavailable');

    await server.restart();
    await recovered(opened);
    const kept = await database.query<{ id: number }>('select id from users');
    expect(kept.map(({ id }) => id)).to.include.members(acknowledged);
  });

  it('an era begins when the server was started anew, with the next write', async () => {
    store = await database.open(clock);
    const serverOf = async () =>
      (await database.query<{ server: string }>('select server from version_clock'))[0]?.server;
    const before = await serverOf();
    const eras = async () => (await database.query('select * from eras')).length;
    const known = await eras();
    // The second that it was started in is part of what a server is known by.
    do {
      await server.restart();
      await recovered(store);
    } while ((await serverOf()) === before);
    expect(await eras()).to.equal(known + 1);
  });

  it('a server that has no connection left makes nobody wait for long, and serves again when it has', async () => {
    store = await database.open(clock, { acquireTimeoutMs: 1_000 });
    const others = await Promise.all(many(11).map(() => createConnection(database.url)));
    // MariaDB keeps one more for its administrator, who is whom the tests connect as.
    others.push(await createConnection(database.url).catch(() => createConnection(database.url)));
    await expectRefusal(Promise.all(many(4).map(() => add(store as SqlStore))), 'storage-unavailable');
    await Promise.all(others.map((other) => other.end()));
    await recovered(store);
  });

  it('a unit of work waits for a connection of the pool, but not for ever', async () => {
    store = await database.open(clock, { poolSize: 2, acquireTimeoutMs: 500 });
    const { unitOfWork } = store;
    await unitOfWork.write(() => expectRefusal(add(store as SqlStore), 'storage-unavailable'));
    await unitOfWork.read(() => expectRefusal(find(store as SqlStore), 'storage-unavailable'));
    await add(store);
  });

  it('a statement that takes too long is ended, and its connection is good for more', async () => {
    store = await database.open(clock, { statementTimeoutMs: 300 });
    await database.aside(async (other) => {
      await other.query('lock tables users write');
      await expectRefusal(find(store as SqlStore), 'storage-unavailable');
      await expectRefusal(add(store as SqlStore), 'storage-unavailable');
      await other.query('unlock tables');
    });
    await add(store);
    expect(await find(store)).to.not.equal(null);
  });

  for (const direction of ['to server', 'to client'] as const)
    it(`peer: a half-open connection (silent ${direction}) is given up, and a new one is found when there is one`, async () => {
      proxy = await startDatabaseProxy(database.url);
      store = await mysqlDatabase(proxy.url).open(clock, {
        statementTimeoutMs: 300,
        connectTimeoutMs: 500,
        acquireTimeoutMs: 1_000,
      });
      await add(store);
      await find(store);
      proxy.stall(direction);
      const begun = performance.now();
      await expectRefusal(find(store), 'storage-unavailable');
      await expectRefusal(add(store), 'storage-unavailable');
      expect(performance.now() - begun).to.be.below(longestMs);
      await proxy.resume();
      await recovered(store);
    });

  it('a line that breaks in the middle of a write undoes it', async () => {
    proxy = await startDatabaseProxy(database.url);
    store = await mysqlDatabase(proxy.url).open(clock);
    const [{ count: before = 0 } = {}] = await database.query<{ count: number }>(
      'select count(*) as count from users',
    );
    const breaking = store.unitOfWork.write(async ({ users }) => {
      await users.add({
        phone: { region: '2', number: '1' },
        nickname: 'half',
        passwordHash: '',
        at: clock.now(),
      });
      proxy?.reset();
      await users.find(userId(1));
    });
    await expectRefusal(breaking, 'storage-unavailable');
    await recovered(store);
    const [{ count: after = 0 } = {}] = await database.query<{ count: number }>(
      'select count(*) as count from users',
    );
    expect(after).to.equal(before + 1);
  });

  it('a server that would cut long answers is refused', async () => {
    await server.query('set global max_allowed_packet = 1048576');
    const error = await rejectionOf(database.open(clock));
    await server.query('set global max_allowed_packet = 16777216');
    expect(error).to.have.property('code', 'cannot-open');
    expect(error).to.have.property('message').that.includes('max_allowed_packet is 1048576');
  });

  it('a transaction that stands still is ended by the server, so that others get its locks', async () => {
    store = await database.open(clock, { idleInTransactionTimeoutMs: 1_000, lockTimeoutMs: 3_000 });
    const { id } = await add(store);
    const still = store.unitOfWork.write(async ({ lockUsers, users }) => {
      await lockUsers([id]);
      await store?.unitOfWork.write((other) => other.lockUsers([id]));
      await users.find(id);
    });
    await expectRefusal(still, 'storage-unavailable');
  });
});
