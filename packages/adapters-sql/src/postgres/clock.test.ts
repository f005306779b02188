import { type Clock, noVersion, type UserId } from '@kith/core';
import { builders, fakeClock, syncClient } from '@kith/testing';
import { expect } from 'chai';
import { openSqlSchema, type SqlStore } from '../index.js';
import { eventually } from '../test/databases/eventually.js';
import { deviceOf } from '../test/device.js';
import { gate } from '../test/gate.js';
import { emptyDatabase, type PostgresDatabase } from '../test/postgres-store.js';
import { openPostgres } from './database.js';

const random = { fraction: () => 0.5 };

describe('the version clock of PostgreSQL', function () {
  this.timeout(60_000);
  let clock: Clock;
  let database: PostgresDatabase;
  let store: SqlStore;

  beforeEach(async () => {
    clock = fakeClock();
    database = await emptyDatabase(clock);
    store = await database.open(clock);
  });
  afterEach(() => store.close());

  const pull = (me: UserId, since = noVersion) =>
    store.unitOfWork.read(({ changes }) => changes.pull(me, { since, era: null }));
  const rename = (id: UserId, nickname: string, meanwhile = async () => {}) =>
    store.unitOfWork.write(async ({ users }) => {
      await meanwhile();
      await users.setProfile(id, { nickname }, clock.now());
    });
  const given = () => builders(store.unitOfWork, clock);

  it('never lets a row go down, whichever of two transactions that overlap changes it last', async () => {
    const { id } = await given().user('Ann');
    const [begun, changed] = [gate(), gate()];
    const first = rename(id, 'begun first', () => {
      begun.open();
      return changed.opened;
    });
    await begun.opened;
    await rename(id, 'begun last');
    const between = await pull(id);
    changed.open();
    await first;
    const after = await pull(id, between.version);
    expect(after.user?.nickname).to.equal('begun first');
    expect(after.user?.version).to.be.greaterThan(Number(between.user?.version));
  });

  it('keeps a row that is changed twice in one transaction at one version', async () => {
    const { id } = await given().user('Ann');
    await store.unitOfWork.write(async ({ users }) => {
      await users.setProfile(id, { nickname: 'once' }, clock.now());
      await users.setProfile(id, { nickname: 'twice' }, clock.now());
    });
    const answer = await pull(id);
    expect(answer.user?.nickname).to.equal('twice');
    expect(answer.version).to.be.at.least(Number(answer.user?.version));
  });

  it('holds the horizon below what is open, and sends what is above it again', async () => {
    const [ann, ben] = await given().users(2);
    const [begun, goOn] = [gate(), gate()];
    const open = rename(ann.id, 'late', () => {
      begun.open();
      return goOn.opened;
    });
    await begun.opened;
    await rename(ben.id, 'early');
    const seen = await pull(ben.id);
    expect(seen.user?.nickname).to.equal('early');
    expect(seen.version).to.be.below(Number(seen.user?.version));
    expect((await pull(ben.id, seen.version)).user?.nickname).to.equal('early');
    goOn.open();
    await open;
    expect((await pull(ann.id, seen.version)).user?.nickname).to.equal('late');
    const last = await pull(ben.id, seen.version);
    expect((await pull(ben.id, last.version)).user).to.equal(null);
  });

  it('gives one version to a transaction and its savepoints, also after one was rolled back', async () => {
    const { versionClock, write, close } = await openPostgres({ url: database.url, random });
    const versions = await write(async (trx) => {
      const next = (inner = trx) => versionClock.next(inner, clock.now());
      const before = await next();
      const inside = await trx.transaction((inner) => next(inner));
      await trx.transaction((inner) => next(inner).then(() => inner.rollback()));
      return [before, inside, await next()];
    });
    await close();
    expect(new Set(versions).size).to.equal(1);
  });

  it('resets each client once after an era was opened by hand, who names no era too', async () => {
    const { id } = await given().user('Ann');
    const [knowing, unknowing] = [deviceOf(id), deviceOf(id, { sendsEra: false })];
    for (const client of [knowing, unknowing]) await client.sync(store);

    const schema = await openSqlSchema({ url: database.url, clock, random });
    const before = await schema.clock();
    const after = await schema.renewClock();
    await schema.close();
    expect(after.era).to.be.greaterThan(before.era);
    expect(after.horizon).to.be.at.least(after.era);

    for (const client of [knowing, unknowing]) {
      expect(await client.sync(store)).to.include({ reset: true, era: after.era });
      expect(await client.sync(store)).to.include({ reset: false });
    }
    await rename(id, 'Anna');
    for (const client of [knowing, unknowing])
      expect(await client.sync(store)).to.nested.include({ reset: false, 'user.nickname': 'Anna' });
  });

  it('tells how far a transaction that stays open holds the horizon back', async () => {
    const begun = gate();
    const goOn = gate();
    const open = store.unitOfWork.write(() => {
      begun.open();
      return goOn.opened;
    });
    await begun.opened;
    await given().users(2);
    const { heldBack } = await store.clock();
    expect(heldBack?.transactions).to.be.at.least(3);
    expect(heldBack?.seconds).to.be.above(0);
    expect(store.pools().primary).to.include({ used: 1, waiting: 0, size: 10 });
    goOn.open();
    await open;
  });

  it('resets them once also while a transaction from before is open, in whatever database of the server', async () => {
    const { id } = await given().user('Ann');
    const client = deviceOf(id, { sendsEra: false });
    await client.sync(store);
    const elsewhere = await openPostgres({ url: database.serverUrl, random });
    const goOn = gate();
    const numbered = gate();
    const open = elsewhere.changeSchema(async (trx) => {
      await trx.raw('select pg_current_xact_id()');
      numbered.open();
      await goOn.opened;
    });
    await numbered.opened;
    const schema = await openSqlSchema({ url: database.url, clock, random });
    await schema.renewClock();
    await schema.close();
    expect(await client.sync(store)).to.include({ reset: true });
    expect(await client.sync(store)).to.include({ reset: false });
    goOn.open();
    await open;
    await elsewhere.close();
  });

  for (const who of ['writes', 'syncs'] as const)
    it(`is renewed by who ${who} first, when the server is another than it knew`, async () => {
      const { id } = await given().user('Ann');
      const before = await pull(id);
      await database.query("update version_clock set started = 'epoch'");
      if (who === 'writes') await rename(id, 'Anna');
      else await pull(id);
      const [row] = await database.query<{ fresh: boolean }>(
        'select started = pg_postmaster_start_time() as fresh from version_clock',
      );
      expect(row?.fresh).to.equal(true);
      await rename(id, 'Annika');
      const after = await pull(id, before.version);
      expect(after.user?.version).to.be.greaterThan(before.version);
      expect(after.user?.nickname).to.equal('Annika');
    });

  it('is renewed once, and every write goes through, when many find it stale at once', async () => {
    const users = await given().users<number>(20);
    await database.query("update version_clock set started = 'epoch'");
    await Promise.all(users.map(({ id }) => rename(id, 'renamed')));
    const eras = new Set<number>();
    for (const { id } of users) {
      const { user, era } = await pull(id);
      expect(user?.nickname).to.equal('renamed');
      eras.add(era);
    }
    expect(eras.size).to.equal(1);
  });

  it('waits for the writers of the old epoch before it begins a new one', async () => {
    const { id } = await given().user('Ann');
    const [begun, goOn] = [gate(), gate()];
    const open = rename(id, 'of the old epoch', () => {
      begun.open();
      return goOn.opened;
    });
    await begun.opened;
    const schema = await openSqlSchema({ url: database.url, clock, random });
    const renewing = schema.renewClock();
    await eventually(async () => {
      const waiting = "select from pg_locks where not granted and relation = 'version_clock'::regclass";
      if ((await database.query(waiting)).length === 0) throw new Error('nobody waits for the clock');
    }, 10_000);
    goOn.open();
    await open;
    const { era } = await renewing;
    await schema.close();
    const { user } = await pull(id);
    expect(user?.nickname).to.equal('of the old epoch');
    expect(user?.version).to.be.below(era);
  });

  it('goes on above all there is when a dump of an older time, or of a clock ahead, is restored over it', async () => {
    const { id } = await given().user('Ann');
    const client = syncClient().apply(await pull(id));
    const ahead = client.position().version + 7_200_000_000;
    await database.query('update users set version = $1', [ahead]);
    await database.query("update version_clock set file = 'of another table', epoch = 5");
    await rename(id, 'Anna');
    const answer = await pull(id, client.position().version);
    expect(answer.reset).to.equal(true);
    expect(answer.user?.version).to.be.greaterThan(ahead);
    expect(answer.version).to.be.at.least(Number(answer.user?.version));
  });
});
