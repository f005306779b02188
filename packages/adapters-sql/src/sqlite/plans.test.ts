import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { reads, writes } from '../test/every-statement.js';
import { recorded, type Statement } from '../test/recorded.js';
import { type SqliteFile, sqliteFile } from '../test/sqlite-file.js';
import { sqlUnitOfWork } from '../unit-of-work.js';
import { openSqlite } from './database.js';

const users = 3_000;
const groups = 300;
const friendsEach = 10;
const groupsEach = 10;

/** Set-based, so that thousands of rows cost nothing. */
async function seed(db: Knex): Promise<void> {
  const numbers = (count: number) =>
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
  const statements = [
    `insert into users select i, '86', 13900000000 + i, 'user ' || i, '', 'hash', null, 1, 1, i from (${numbers(users)} select i from n)`,
    `insert into groups select i, 'group ' || i, '', ${(users * groupsEach) / groups}, 500, i, null, 1, 1, null, i from (${numbers(groups)} select i from n)`,
    `insert into friendships select u.id, 1 + (u.id + n.i * 7) % ${users}, 20, '', '', 1, u.id + n.i from users u, (${numbers(friendsEach)} select i from n) n`,
    `insert into blacklists select u.id, 1 + (u.id + n.i * 11) % ${users}, n.i % 2, 1, u.id + n.i from users u, (${numbers(friendsEach)} select i from n) n`,
    `insert into group_members select 1 + (u.id + n.i * 13) % ${groups}, u.id, 1, '', n.i % 5 = 0, 1, 1, 1, u.id + n.i, u.id from users u, (${numbers(groupsEach)} select i from n) n`,
    `insert into verifications select '86', 13900000000 + id, '[]', 0, 1, 'digest ' || id, 1, 1000 + id from users`,
    `insert into sms_spend select 'number:86 ' || (13900000000 + id), '[]', null, 1000 + id from users`,
    `insert into sessions select 'session ' || id, id, 1, 1000 + id from users`,
    `insert into outbox select id, 'user:' || id % 500, '{}', id, 1, 1, 0, id % 3 = 0, 0, null from users`,
  ];
  for (const statement of statements) await db.raw(statement);
  await db('version_clock').update({ last: 1_000_000 });
}

/** Tables that grow; the others have a few rows. */
const bigTables =
  /\b(?:users|friendships|blacklists|groups|group_members|verifications|sms_spend|sessions|outbox|[ufbgmo]|mine|earlier)\b/;

async function scansIn(file: SqliteFile, statements: readonly Statement[]): Promise<string[]> {
  const planned = statements.filter(({ sql }) => /^\s*(?:select|insert|update|delete|with)\b/i.test(sql));
  expect(planned).to.not.be.empty;
  return file.aside(async (db) => {
    const scans: string[] = [];
    for (const { sql, bindings } of planned) {
      const plan: { readonly detail: string }[] = await db.raw(
        `explain query plan ${sql}`,
        bindings as Knex.Value[],
      );
      for (const { detail } of plan)
        if (/^SCAN /.test(detail) && bigTables.test(detail)) scans.push(`${detail} in ${sql}`);
    }
    return scans;
  });
}

describe('the plans of SQLite', () => {
  for (const analyzed of [false, true])
    describe(analyzed ? 'with statistics' : 'without statistics', () => {
      const file = sqliteFile();
      const clock = fakeClock();

      before(async () => {
        await (await file.open(clock)).close();
        await file.aside(async (db) => {
          await seed(db);
          if (analyzed) await db.raw('analyze');
        });
      });

      const planOf = (title: string, work: (recorder: Recorder) => Promise<unknown>) =>
        it(`${title}: no big table is read from end to end`, async () => {
          const { database, statements } = recorded(await openSqlite(file.path, { random }));
          await work(sqlUnitOfWork({ database, clock, random }));
          await database.close();
          expect(await scansIn(file, statements)).to.deep.equal([]);
        });

      it('would tell on a query that reads one from end to end', async () => {
        const careless = { sql: 'select * from users where nickname = ?', bindings: ['user 17'] };
        expect(await scansIn(file, [careless])).to.have.lengthOf(1);
      });

      for (const [title, work] of Object.entries(reads)) planOf(`reading ${title}`, ({ read }) => read(work));
      for (const [title, work] of Object.entries(writes))
        planOf(`writing ${title}`, ({ write }) => write(work));
    });
});

const random = { fraction: () => 0.5 };
type Recorder = ReturnType<typeof sqlUnitOfWork>;
