import { noVersion, type UserId, type Version, version } from '@kith/core';
import { builders, fakeClock, rejectionOf, syncClient } from '@kith/testing';
import { expect } from 'chai';
import type { Database } from '../database.js';
import { copyRows, describeOnMysql, emptyMysqlDatabase, newMysqlDatabase } from '../test/mysql-store.js';
import { openMysql } from './database.js';

const random = { fraction: () => 0.5 };
const hour = 3_600_000;

describeOnMysql('the version clock of MySQL', function () {
  this.timeout(30_000);

  const clock = fakeClock();
  let database: Database;

  beforeEach(async () => {
    const { url } = await emptyMysqlDatabase(clock);
    database = await openMysql({ url, random });
    await database.write((trx) => database.versionClock.openEra(trx, clock.now()));
  });
  afterEach(() => database.close());

  const next = () => database.write((trx) => database.versionClock.next(trx, clock.now()));

  it('gives microseconds, and the one above the last where the clock stands or is behind', async () => {
    clock.advance(1_000);
    const first = await next();
    expect(first).to.equal(clock.now() * 1_000);
    expect(await next()).to.equal(first + 1);
    clock.advance(-hour);
    expect(await next()).to.equal(first + 2);
  });

  it('gives a version again that nobody has seen, for the write was rolled back, and no other one', async () => {
    const before = await next();
    const taken: number[] = [];
    for (const _ of [1, 2, 3])
      await rejectionOf(
        database.write(async (trx) => {
          taken.push(await database.versionClock.next(trx, clock.now()));
          throw new Error('no');
        }),
      );
    expect(taken).to.deep.equal([before + 1, before + 1, before + 1]);
    expect(await next()).to.equal(before + 1);
  });

  it('makes writers wait for each other from the version on, and no earlier', async () => {
    const steps: string[] = [];
    let holds: () => void = () => {};
    const isHeld = new Promise<void>((resolve) => {
      holds = resolve;
    });
    const first = database.write(async (trx) => {
      await database.versionClock.next(trx, clock.now());
      holds();
      await trx('eras').select();
      steps.push('the first ends');
    });
    await isHeld;
    const second = database.write(async (trx) => {
      await trx('eras').select();
      const own = await database.versionClock.next(trx, clock.now());
      steps.push('the second has its version');
      return own;
    });
    await Promise.all([first, second]);
    expect(steps).to.deep.equal(['the first ends', 'the second has its version']);
  });
});

describeOnMysql('the eras of MySQL', function () {
  this.timeout(30_000);

  async function world() {
    const clock = fakeClock();
    const database = await emptyMysqlDatabase(clock);
    const store = await database.open(clock);
    return {
      ...store,
      clock,
      database,
      given: builders(store.unitOfWork, clock),
      eras: async () => (await database.query('select * from eras')).length,
      pull: (me: UserId, since: Version = noVersion) =>
        store.unitOfWork.read(({ changes }) => changes.pull(me, { since, era: null })),
      /** The rows are now those that another server had, when it was last in touch with this one. */
      failOver: (last: number) =>
        database.query("update version_clock set last = ?, server = 'another server'", [last]),
      last: async () =>
        (await database.query<{ last: number }>('select last from version_clock'))[0]?.last ?? 0,
    };
  }

  it('begin when another server is found under a process that goes on: once, with the next write', async () => {
    const { clock, given, eras, pull, failOver, last, close } = await world();
    const { id } = await given.user();
    const before = await pull(id);
    expect(await eras()).to.equal(1);
    clock.advance(1_000);
    await failOver(await last());

    expect(await pull(id, before.version)).to.include({ reset: false, era: before.era });
    await given.user();
    await given.user();
    expect(await eras()).to.equal(2);
    const after = await pull(id, before.version);
    expect(after).to.deep.include({ reset: false, user: null });
    expect(after.era).to.be.greaterThan(before.era);
    await close();
  });

  it('begin only if the write that would begin one is committed', async () => {
    const { clock, given, eras, failOver, last, unitOfWork, close } = await world();
    const { id } = await given.user();
    await failOver(await last());
    const failing = unitOfWork.write(async ({ users }) => {
      await users.setProfile(id, { nickname: 'no' }, clock.now());
      throw new Error('no');
    });
    expect(await rejectionOf(failing)).to.have.property('message', 'no');
    expect(await eras()).to.equal(1);
    await unitOfWork.write(({ users }) => users.setProfile(id, { nickname: 'yes' }, clock.now()));
    expect(await eras()).to.equal(2);
    await close();
  });

  it('reset a client that saw what the other server had and this one never got, once', async () => {
    const { clock, database, given, pull, failOver, last, close } = await world();
    const [me, ann, ben] = await given.users(3);
    await given.friendship(me.id, ann.id);
    const received = await last();
    clock.advance(1_000);
    await given.friendship(me.id, ben.id);
    const client = syncClient().apply(await pull(me.id));

    await database.query('delete from friendships where version > ?', [received]);
    await failOver(received);
    clock.advance(1_000);
    await given.user();

    const again = await pull(me.id, client.position().version);
    expect(again.reset).to.equal(true);
    client.apply(again);
    const fresh = syncClient().apply(await pull(me.id));
    expect(client.contents()).to.deep.equal(fresh.contents());
    expect(await pull(me.id, again.version)).to.include({ reset: false });
    await close();
  });

  it('begin at the start of each process, also while others write', async () => {
    const { clock, database, given, eras, pull, close } = await world();
    const { id } = await given.user();
    const before = await pull(id);
    const [stores] = await Promise.all([
      Promise.all([1, 2, 3].map(() => database.open(clock, { migrate: false }))),
      ...Array.from({ length: 20 }, () => given.user()),
    ]);
    expect(await eras()).to.equal(4);
    expect(await pull(id, before.version)).to.deep.include({ reset: false, user: null });
    for (const store of stores) await store.close();
    await close();
  });
});

describeOnMysql('a replica of MySQL', function () {
  this.timeout(30_000);

  it('says nothing to a client that knows more than it does, and does not reset it', async () => {
    const clock = fakeClock();
    const { url } = await emptyMysqlDatabase(clock);
    const replica = await openMysql({ url, replicaUrl: url, random });
    const { judge } = replica.versionClock;
    const now = 1_767_225_600_000_000;
    const newest = now - 10;
    /** The era behind the gap that a number may lie in. */
    const above = (value: number, name: string) =>
      value < newest
        ? { [`${name}_base`]: newest, [`${name}_last_before`]: now - 30 }
        : { [`${name}_base`]: null, [`${name}_last_before`]: null };
    const verdict = (since: number, era: number | null) =>
      judge(
        { since: version(since), era: era === null ? null : version(era) },
        { horizon: now, era: newest, ...above(since, 'since'), ...above(era ?? 0, 'era'), now },
      ).verdict;
    expect(verdict(now, null)).to.equal('delta');
    expect(verdict(now + 1, null)).to.equal('behind');
    expect(verdict(now, now + 5)).to.equal('behind');
    expect(verdict(now - 50, now + 5)).to.equal('behind');
    expect(verdict(now - 50, now - 5)).to.equal('delta');
    expect(verdict(now, now - 20)).to.equal('reset');
    // What nobody can have been told.
    expect(verdict(now + 48 * hour * 1_000, null)).to.equal('reset');
    await replica.close();
  });

  it('is stale at worst and never wrong, however far behind it is', async () => {
    const clock = fakeClock();
    const [primary, copy] = [await emptyMysqlDatabase(clock), await newMysqlDatabase()];
    await (await copy.open(clock)).close();
    const onPrimary = await primary.open(clock);
    await copyRows(primary, copy);
    const { unitOfWork, close } = await primary.open(clock, { replicaUrl: copy.url });
    const pull = (me: UserId, { version: since, era }: Position = nowhere, from = unitOfWork) =>
      from.read(({ changes }) => changes.pull(me, { since, era }));
    const { id } = await builders(unitOfWork, clock).user('Ann');
    expect((await pull(id)).user).to.equal(null);

    await copyRows(primary, copy);
    const before = await pull(id);
    expect(before.user).to.include({ nickname: 'Ann' });
    await unitOfWork.write(({ users }) => users.setProfile(id, { nickname: 'Anna' }, clock.now()));
    const ahead = await pull(id, before, onPrimary.unitOfWork);
    expect(ahead.user).to.include({ nickname: 'Anna' });
    for (const position of [ahead, { ...ahead, era: null }])
      expect(await pull(id, position)).to.deep.include({ version: ahead.version, reset: false, user: null });
    expect(await pull(id, before)).to.deep.include({ version: before.version, reset: false, user: null });

    await copyRows(primary, copy);
    expect((await pull(id, before)).user).to.include({ nickname: 'Anna' });
    expect(await pull(id, ahead)).to.deep.include({ reset: false, user: null });
    await close();
    await onPrimary.close();
  });
});

interface Position {
  readonly version: Version;
  readonly era: Version | null;
}

const nowhere: Position = { version: noVersion, era: null };
