import { isDomainError, noVersion, sessionId, userId } from '@kith/core';
import { builders, expectRefusal, fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import type { Database, Transaction } from '../database.js';
import { openSqlStore, SqlStoreError } from '../index.js';
import {
  describeOnMysql,
  emptyMysqlDatabase,
  type MysqlDatabase,
  newMysqlDatabase,
} from '../test/mysql-store.js';
import { openMysql } from './database.js';

const random = { fraction: () => 0.5 };

async function opened(): Promise<{ readonly aside: MysqlDatabase; readonly database: Database }> {
  const aside = await emptyMysqlDatabase(fakeClock());
  return { aside, database: await openMysql({ url: aside.url, random }) };
}

const valuesIn = async (trx: Transaction, expressions: readonly string[]): Promise<unknown[]> => {
  const [[row]] = await trx.raw(`select ${expressions.join(', ')}`);
  return Object.values(row);
};

describeOnMysql('a MySQL database', function () {
  this.timeout(30_000);

  it('is strict and without a time zone, and has whole Unicode on its connections', async () => {
    const { database } = await opened();
    const settings = ['@@time_zone', '@@character_set_connection', '@@collation_connection', '@@autocommit'];
    for (const work of [database.read, database.write]) {
      expect(await work((trx) => valuesIn(trx, settings))).to.deep.equal([
        '+00:00',
        'utf8mb4',
        'utf8mb4_bin',
        1,
      ]);
      expect(await work((trx) => valuesIn(trx, ['@@sql_mode'])))
        .to.have.property('0')
        .that.includes('STRICT_ALL_TABLES');
    }
    await database.close();
  });

  it('waits for a lock as long as it is told to', async () => {
    const { url } = await emptyMysqlDatabase(fakeClock());
    const database = await openMysql({ url, random, lockTimeoutMs: 3_000 });
    const limits = ['@@innodb_lock_wait_timeout', '@@lock_wait_timeout'];
    expect(await database.write((trx) => valuesIn(trx, limits))).to.deep.equal([3, 3]);
    await database.close();
  });

  it('refuses to write in a read', async () => {
    const { database } = await opened();
    const writing = database.read((trx) => trx('eras').insert({ base: 1, last_before: 0 }));
    expect(await rejectionOf(writing)).to.have.property('code', 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION');
    await database.close();
  });

  it('refuses what does not fit, and cuts nothing', async () => {
    const { database } = await opened();
    const key = 'x'.repeat(256);
    const writing = database.write((trx) => trx('rate_limits').insert({ key, points: 1, expire: 1 }));
    const error = await rejectionOf(writing);
    expect(error).to.have.property('code', 'ER_DATA_TOO_LONG');
    expect(database.isFailure(error)).to.equal(true);
    await database.close();
  });

  it('knows a second row of what may be there once, and that letters differ by case and accent', async () => {
    const { database } = await opened();
    const add = (...keys: string[]) =>
      database.write(async (trx) => {
        for (const key of keys) await trx('rate_limits').insert({ key, points: 1, expire: 1 });
      });
    await add('key', 'Key', 'kéy', 'KEY');
    const error = await rejectionOf(add('Key'));
    expect([
      database.isDuplicate(error),
      database.isConflict(error),
      database.isFailure(error),
    ]).to.deep.equal([true, false, true]);
    await database.close();
  });

  it('reads what is committed in a write, and one snapshot in a read', async () => {
    const { database, aside } = await opened();
    const count = async (trx: Transaction) => (await trx('eras').select()).length;
    const add = (base: number) => aside.query('insert into eras values (?, 0)', [base]);
    const both = (base: number) => async (trx: Transaction) => {
      const before = await count(trx);
      await add(base);
      return [before, await count(trx)];
    };
    expect(await database.write(both(1))).to.deep.equal([0, 1]);
    expect(await database.read(both(2))).to.deep.equal([1, 1]);
    await database.close();
  });

  it('holds values apart from statements, whatever they hold', async () => {
    const { database } = await opened();
    const keys = ["'", "\\'; drop table users; -- ", '\\', '"', '`', '\0', '%_', '😀\u{10ffff}'];
    await database.write((trx) =>
      trx('rate_limits').insert(keys.map((key) => ({ key, points: 1, expire: 1 }))),
    );
    expect(await database.read((trx) => trx('rate_limits').pluck('key'))).to.have.members(keys);
    await database.close();
  });
});

describeOnMysql('a store on MySQL', function () {
  this.timeout(30_000);

  it('keeps a nickname of emojis to the letter, on a server that was set up for Latin letters', async () => {
    const { url, aside } = await newMysqlDatabase();
    await aside((connection) => connection.query('alter database character set latin1'));
    const clock = fakeClock();
    const { unitOfWork, close } = await openSqlStore({ url, clock, random, migrate: true });
    const nickname = '👩‍👩‍👧‍👦 王 Zoë 🏴󠁧󠁢󠁷󠁬󠁳󠁿';
    const { id } = await builders(unitOfWork, clock).user(nickname);
    await unitOfWork.read(async ({ users, changes }) => {
      expect(await users.find(id)).to.include({ nickname });
      expect((await changes.pull(id, { since: noVersion, era: null })).user).to.include({ nickname });
    });
    await close();
  });

  it('tells sessions apart by the case of their ids', async () => {
    const clock = fakeClock();
    const { unitOfWork, close } = await (await emptyMysqlDatabase(clock)).open(clock);
    const { id } = await builders(unitOfWork, clock).user();
    const session = { user: id, createdAt: clock.now(), expiresAt: clock.now() };
    await unitOfWork.write(async ({ sessions }) => {
      await sessions.add({ ...session, id: sessionId('token') });
      await sessions.add({ ...session, id: sessionId('TOKEN') });
      await sessions.revoke(sessionId('TOKEN'));
    });
    await unitOfWork.read(async ({ sessions }) => {
      expect(await sessions.find(sessionId('token'))).to.not.equal(null);
      expect(await sessions.find(sessionId('TOKEN'))).to.equal(null);
      expect(await sessions.find(sessionId('Token'))).to.equal(null);
    });
    await close();
  });

  it('says in one sentence why it cannot be opened, without the password', async () => {
    const { url } = await newMysqlDatabase();
    const elsewhere = new URL(url);
    elsewhere.password = 'geheim';
    elsewhere.pathname = '/nowhere_to_be_found';
    const error = await rejectionOf(openSqlStore({ url: elsewhere.href, clock: fakeClock(), random }));
    expect(error).to.be.instanceOf(SqlStoreError).with.property('code', 'cannot-open');
    expect(error)
      .to.have.property('message')
      .that.matches(/^Cannot open the MySQL database \S+: .+\.$/)
      .and.does.not.include('geheim');
  });

  it('fails as unavailable, and not as what the driver says', async () => {
    const clock = fakeClock();
    const { url, query } = await newMysqlDatabase();
    const { unitOfWork, close } = await openSqlStore({ url, clock, random, migrate: true });
    await query('drop table outbox');
    const error = await rejectionOf(unitOfWork.read(({ outbox }) => outbox.counts()));
    expect(isDomainError(error, 'storage-unavailable')).to.equal(true);
    expect(error).to.include({ message: 'storage-unavailable' });
    expect(error).to.have.nested.property('cause.errno', 1146);
    await expectRefusal(
      unitOfWork.write(({ outbox }) =>
        outbox.add({ type: 'block-added', owner: userId(1), target: userId(2) }, clock.now()),
      ),
      'storage-unavailable',
    );
    await close();
  });
});
