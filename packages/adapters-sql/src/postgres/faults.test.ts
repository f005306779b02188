import type { Clock, UserId } from '@kith/core';
import { type Builders, builders, expectRefusal, fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import pg from 'pg';
import { openSqlSchema, type SqlStore, type SqlStoreOptions } from '../index.js';
import { type DatabaseProxy, startDatabaseProxy } from '../test/databases/database-proxy.js';
import { eventually } from '../test/databases/eventually.js';
import { gate } from '../test/gate.js';
import { emptyDatabase, type PostgresDatabase, postgresDatabase } from '../test/postgres-store.js';
import { openPostgres } from './database.js';

const random = { fraction: () => 0.5 };
const patienceMs = 10_000;

describe('a store on PostgreSQL', function () {
  this.timeout(60_000);
  let clock: Clock;
  let database: PostgresDatabase;
  let store: SqlStore;
  let ann: UserId;

  async function given(
    options: Partial<SqlStoreOptions> = {},
    { url }: { readonly url: string } = database,
  ): Promise<Builders> {
    store = await postgresDatabase(url).open(clock, { migrate: false, ...options });
    const some = builders(store.unitOfWork, clock);
    ann = (await some.user('Ann')).id;
    return some;
  }
  const rename = (nickname: string, meanwhile = async () => {}) =>
    store.unitOfWork.write(async ({ users, lockUsers }) => {
      await lockUsers([ann]);
      await meanwhile();
      await users.setProfile(ann, { nickname }, clock.now());
    });
  const nickname = async () => (await store.unitOfWork.read(({ users }) => users.find(ann)))?.nickname;

  /** A write that is in the middle of it, until it is told to go on. */
  async function openWrite() {
    const [begun, goOn] = [gate(), gate()];
    const written = rename('at last', () => {
      begun.open();
      return goOn.opened;
    });
    await begun.opened;
    return { written, goOn: goOn.open };
  }

  beforeEach(async () => {
    clock = fakeClock();
    database = await emptyDatabase(clock);
  });
  afterEach(() => store.close());

  it('runs both of two transactions that lock each other out', async () => {
    const some = await given();
    const groups = [await some.group(ann), await some.group(ann)] as const;
    await database.query(
      "do $$ begin execute format('alter database %I set deadlock_timeout = 50', current_database()); end $$",
    );
    await store.close();
    store = await database.open(clock, { migrate: false });
    let runs = 0;
    const locked = [gate(), gate()] as const;
    const write = (mine: 0 | 1, theirs: 0 | 1) =>
      store.unitOfWork.write(async (session) => {
        runs += 1;
        await session.lockGroup(groups[mine].id);
        locked[mine].open();
        await locked[theirs].opened;
        await session.lockGroup(groups[theirs].id);
      });
    await Promise.all([write(0, 1), write(1, 0)]);
    expect(runs).to.equal(3);
  });

  it('shows a connection that is ended in the middle as unavailable, keeps nothing, and goes on with another', async () => {
    await given({ poolSize: 1, applicationName: 'the victim' });
    const { written, goOn } = await openWrite();
    await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'the victim'",
    );
    goOn();
    await expectRefusal(written, 'storage-unavailable');
    expect(await nickname()).to.equal('Ann');
    await rename('Anna');
    expect(await nickname()).to.equal('Anna');
  });

  it('refuses who waits too long for a connection, and only them', async () => {
    await given({ poolSize: 1, acquireTimeoutMs: 100 });
    const { written, goOn } = await openWrite();
    await expectRefusal(nickname(), 'storage-unavailable');
    goOn();
    await written;
    expect(await nickname()).to.equal('at last');
  });

  it('refuses who waits too long for a lock', async () => {
    await given({ lockTimeoutMs: 50 });
    const { written, goOn } = await openWrite();
    const error = await rejectionOf(rename('locked out'));
    expect(error).to.have.property('code', 'storage-unavailable');
    expect(error).to.have.nested.property('cause.code', '55P03');
    goOn();
    await written;
    expect(await nickname()).to.equal('at last');
  });

  it('ends a statement that takes too long', async () => {
    await given({ statementTimeoutMs: 100 });
    const { written, goOn } = await openWrite();
    const error = await rejectionOf(rename('too slow'));
    expect(error).to.have.property('code', 'storage-unavailable');
    expect(error).to.have.nested.property('cause.code', '57014');
    goOn();
    await written;
  });

  it('ends a transaction that does nothing, so that it holds back no sync', async () => {
    await given({ poolSize: 2, idleInTransactionTimeoutMs: 50 });
    const { written, goOn } = await openWrite();
    await eventually(async () => {
      const open =
        'select from pg_stat_activity where datname = current_database() and backend_xid is not null';
      if ((await database.query(open)).length > 0) throw new Error('the transaction is still open');
    }, patienceMs);
    goOn();
    await expectRefusal(written, 'storage-unavailable');
    await rename('Anna');
    expect(await nickname()).to.equal('Anna');
  });

  it('keeps values out of the words of a failure: they are for logs', async () => {
    await given();
    const secret = 'a name that is much longer than any name may be';
    const error = await rejectionOf(rename(secret));
    expect(error).to.have.property('code', 'storage-unavailable');
    expect(error).to.have.nested.property('cause.message').that.includes('$').and.not.includes(secret);
  });

  it('reads numbers of 64 bits as numbers, and leaves the driver as others use it', async () => {
    await given();
    const { read, close } = await openPostgres({ url: database.url, random });
    const { rows } = await read((trx) => trx.raw('select 1795577897034171::bigint as big'));
    await close();
    expect(rows).to.deep.equal([{ big: 1_795_577_897_034_171 }]);
    expect(pg.types.getTypeParser(pg.types.builtins.INT8)('5')).to.equal('5');
  });

  it('limits its connections as it is told', async () => {
    await given();
    const { read, close } = await openPostgres({
      url: database.url,
      random,
      applicationName: 'kith of the test',
      statementTimeoutMs: 1_500,
      lockTimeoutMs: 700,
      idleInTransactionTimeoutMs: 900,
    });
    const names = ['application_name', 'statement_timeout', 'lock_timeout'];
    const settings = [...names, 'idle_in_transaction_session_timeout', 'transaction_isolation'];
    const columns = [...settings, 'transaction_read_only'].map(
      (name) => `current_setting('${name}') as ${name}`,
    );
    const { rows } = await read((trx) => trx.raw(`select ${columns.join(', ')}`));
    await close();
    expect(rows).to.deep.equal([
      {
        application_name: 'kith of the test',
        statement_timeout: '1500ms',
        lock_timeout: '700ms',
        idle_in_transaction_session_timeout: '900ms',
        transaction_isolation: 'repeatable read',
        transaction_read_only: 'on',
      },
    ]);
  });

  describe('whose line to the server fails', () => {
    let proxy: DatabaseProxy;

    beforeEach(async () => {
      proxy = await startDatabaseProxy(database.url);
    });
    afterEach(async () => {
      await proxy.resume();
      await store.close();
      await proxy.close();
    });

    it('peer: gives up a server that is silent (a half-open connection), within a limit, and uses none of those connections again', async () => {
      await given({ statementTimeoutMs: 100, acquireTimeoutMs: 4_000, connectTimeoutMs: 500 }, proxy);
      await Promise.all([nickname(), nickname()]);
      proxy.stall();
      const begun = performance.now();
      for (const failure of await Promise.all([nickname(), nickname(), rename('x')].map(rejectionOf)))
        expect(failure).to.have.property('code', 'storage-unavailable');
      expect(performance.now() - begun).to.be.below(8_000);
      await proxy.resume();
      await rename('Anna');
      expect(await nickname()).to.equal('Anna');
    });

    it('is unavailable while the server is gone, and goes on by itself when it is back', async () => {
      await given({}, proxy);
      await proxy.refuse();
      for (let turn = 0; turn < 3; turn += 1) await expectRefusal(nickname(), 'storage-unavailable');
      await proxy.resume();
      expect(await nickname()).to.equal('Ann');
    });
  });
});

describe('opening a database of PostgreSQL', function () {
  this.timeout(60_000);
  let database: PostgresDatabase;

  before(async () => {
    database = await emptyDatabase(fakeClock());
  });

  const refusal = (url: string, options: Partial<SqlStoreOptions> = {}) =>
    rejectionOf(openSqlSchema({ url, clock: fakeClock(), random, connectTimeoutMs: 300, ...options }));

  it('says in one sentence why it cannot be, and shows no password', async () => {
    const proxy = await startDatabaseProxy(database.url);
    const url = new URL(proxy.url);
    url.password = 'hush';
    await proxy.refuse();
    const error = await refusal(url.href);
    await proxy.close();
    expect(error).to.have.property('code', 'cannot-open');
    expect(error)
      .to.have.property('message')
      .that.matches(/^Cannot open the PostgreSQL database \S+: .*ECONNREFUSED.*\.$/)
      .and.not.includes('hush');
  });

  it('says so of a database that there is none of', async () => {
    const error = await refusal(database.url.replace(/kith_test_\w+/, 'kith_test_nowhere'));
    expect(error).to.have.property('message').that.includes('does not exist');
  });

  it('says so of a server that does not answer', async () => {
    const proxy = await startDatabaseProxy(database.url);
    proxy.stall();
    const error = await refusal(proxy.url);
    await proxy.resume();
    await proxy.close();
    expect(error).to.have.property('code', 'cannot-open');
  });

  it('refuses a server without TLS, if that is asked for, by options or by the URL', async () => {
    const proxy = await startDatabaseProxy(database.url);
    const byUrl = new URL(proxy.url);
    byUrl.searchParams.set('sslmode', 'verify-full');
    for (const error of [await refusal(proxy.url, { tls: {} }), await refusal(byUrl.href)])
      expect(error).to.have.property('message').that.includes('does not support SSL');
    await proxy.close();
  });

  it('is for one of two who bring its schema up to date at once: the other waits, and finds nothing to do', async () => {
    const { url, drop } = await database.fresh();
    const schemas = await Promise.all(
      [1, 2, 3].map(() => openSqlSchema({ url, clock: fakeClock(), random })),
    );
    const done = await Promise.all(schemas.map((schema) => schema.migrate()));
    expect(done.filter((steps) => steps.length > 0)).to.have.lengthOf(1);
    for (const schema of schemas) {
      expect(await schema.status()).to.deep.include({ pending: [], unknown: [] });
      await schema.close();
    }
    await drop();
  });
});
