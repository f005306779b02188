import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, noVersion } from '@kith/core';
import { builders, fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { openSqlSchema, openSqlStore, SqlStoreError } from './index.js';
import { sqliteFile, temporaryFolder } from './test/sqlite-file.js';

const random = { fraction: () => 0.5 };
const open = (url: string, clock: Clock = fakeClock()) => openSqlStore({ url, clock, random, migrate: true });

async function refusal(promise: Promise<unknown>): Promise<SqlStoreError> {
  const error = await rejectionOf(promise);
  if (!(error instanceof SqlStoreError)) throw error;
  return error;
}

/** For what needs /proc, where nobody can make a folder. The title of a test left out says why. */
const onLinux = (title: string, test: () => Promise<void>) =>
  process.platform === 'linux' ? it(title, test) : it.skip(`${title}, because only Linux has /proc`, test);

describe('opening a store', () => {
  it('makes the folder of the file', async () => {
    const path = join(temporaryFolder(), 'data', 'deeper', 'kith.db');
    const { close } = await open(`sqlite:${path}`);
    await close();
  });

  it('works in memory', async () => {
    const clock = fakeClock();
    const { unitOfWork, close } = await open('sqlite::memory:', clock);
    const { id } = await builders(unitOfWork, clock).user('Ann');
    expect(await unitOfWork.read(({ users }) => users.find(id))).to.include({ nickname: 'Ann' });
    await close();
  });

  it('says in one sentence why a folder cannot be opened as a file', async () => {
    const folder = temporaryFolder();
    const { code, message } = await refusal(open(`sqlite:${folder}`));
    expect(code).to.equal('cannot-open');
    expect(message)
      .to.match(/^Cannot open the SQLite database \S+: .+\.$/)
      .and.include(folder);
  });

  it('says so of a path that leads through a file', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    expect(await refusal(open(`sqlite:${join(path, 'kith.db')}`))).to.include({ code: 'cannot-open' });
  });

  onLinux('says so of a folder that the system denies, also where Node would try for ever', async () => {
    expect(await refusal(open('sqlite:/proc/kith/kith.db'))).to.include({ code: 'cannot-open' });
  });

  it('says so of a file that is not a database, and leaves it alone', async () => {
    const path = join(temporaryFolder(), 'letter.txt');
    writeFileSync(path, 'Dear Sir or Madam, '.repeat(100));
    expect(await refusal(open(`sqlite:${path}`))).to.include({ code: 'cannot-open' });
  });

  for (const url of ['', 'kith.db', 'sqlite:', 'oracle://localhost/kith', 'constructor:x'])
    it(`refuses the URL '${url}'`, async () => {
      expect(await refusal(open(url))).to.include({ code: 'url-unsupported' });
    });

  it('refuses a schema that is older, unless asked to migrate it', async () => {
    const file = sqliteFile();
    const clock = fakeClock();
    const error = await refusal(openSqlStore({ url: file.url, clock, random }));
    expect(error.code).to.equal('schema-older');
    expect(error.message).to.include('0001-initial');
    await (await file.open(clock)).close();
    await (await openSqlStore({ url: file.url, clock, random })).close();
  });

  it('refuses a schema that is newer than it knows, also when asked to migrate it', async () => {
    const file = sqliteFile();
    await (await file.open(fakeClock())).close();
    await file.aside((db) =>
      db('schema_migrations').insert({ number: 9_999, name: 'from-the-future', applied_at: 0 }),
    );
    const error = await refusal(file.open(fakeClock()));
    expect(error.code).to.equal('schema-newer');
    expect(error.message).to.include('9999-from-the-future');
  });

  it('begins an era each time, and costs a client nothing by it', async () => {
    const clock = fakeClock();
    const file = sqliteFile();
    const first = await file.open(clock);
    const { id } = await builders(first.unitOfWork, clock).user();
    const position = { since: noVersion, era: null };
    const before = await first.unitOfWork.read(({ changes }) => changes.pull(id, position));
    await first.close();
    clock.advance(60_000);

    const second = await file.open(clock);
    const after = await second.unitOfWork.read(({ changes }) =>
      changes.pull(id, { since: before.version, era: before.era }),
    );
    await second.close();
    expect(after.era).to.be.greaterThan(before.era);
    expect(after).to.include({ reset: false, user: null });
  });
});

describe('the schema of a database', () => {
  it('shows what was done and what is to be done', async () => {
    const folder = join(temporaryFolder(), 'data');
    mkdirSync(folder);
    const schema = await openSqlSchema({
      url: `sqlite:${join(folder, 'kith.db')}`,
      clock: fakeClock(),
      random,
    });
    const all = ['0001-initial', '0002-sms-spend', '0003-im-records'];
    expect(await schema.status()).to.deep.equal({ applied: [], pending: all, unknown: [] });
    expect(await schema.migrate()).to.deep.equal(all);
    expect(await schema.migrate()).to.deep.equal([]);
    expect(await schema.status()).to.deep.equal({ applied: all, pending: [], unknown: [] });
    await schema.close();
  });
});
