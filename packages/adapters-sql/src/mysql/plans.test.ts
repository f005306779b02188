import type { WriteSession } from '@kith/core';
import { fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { type Connection, createConnection } from 'mysql2/promise';
import { reads, writes } from '../test/every-statement.js';
import { describeOnMysql, emptyMysqlDatabase } from '../test/mysql-store.js';
import { recorded, type Statement } from '../test/recorded.js';
import { sqlUnitOfWork } from '../unit-of-work.js';
import { openMysql } from './database.js';

const random = { fraction: () => 0.5 };

const users = 6_000;
const groups = 1_200;
const each = 10;

const digits =
  '(select 0 as i union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)';
const upTo = (count: number): string => `(select i from numbers where i <= ${count})`;

/** Set-based, and without looking up what refers to what. */
const seed = [
  'create table numbers (i int primary key)',
  `insert into numbers select 1 + a.i + 10 * b.i + 100 * c.i + 1000 * d.i from ${digits} a, ${digits} b, ${digits} c, ${digits} d`,
  'set foreign_key_checks = 0',
  `insert into users select i, '86', 13900000000 + i, concat('user ', i), '', 'hash', null, 1, 1, i from ${upTo(users)} n`,
  `insert into \`groups\` select i, concat('group ', i), '', ${(users * each) / groups}, 500, i, null, 1, 1, null, i from ${upTo(groups)} n`,
  `insert into friendships select u.i, 1 + (u.i + n.i * 7) % ${users}, 20, '', '', 1, u.i + n.i from ${upTo(users)} u, ${upTo(each)} n`,
  `insert into blacklists select u.i, 1 + (u.i + n.i * 11) % ${users}, n.i % 2 = 0, 1, u.i + n.i from ${upTo(users)} u, ${upTo(each)} n`,
  `insert into group_members select 1 + (u.i + n.i * 13) % ${groups}, u.i, 1, '', n.i % 5 = 0, 1, 1, 1, u.i + n.i, u.i from ${upTo(users)} u, ${upTo(each)} n`,
  `insert into verifications select '86', 13900000000 + i, '[]', 0, 1, concat('digest ', i), 1, 1000 + i from ${upTo(users)} n`,
  `insert into sms_spend select concat('number:86 ', 13900000000 + i), '[]', null, 1000 + i from ${upTo(users)} n`,
  `insert into sessions select concat('session ', i), i, 1, 1000 + i from ${upTo(users)} n`,
  `insert into outbox select i, concat('user:', i % 500), '{}', i, 1, 1, 0, i % 3 = 0, 0, null from ${upTo(users)} n`,
  'set foreign_key_checks = 1',
  'drop table numbers',
  'update version_clock set last = 1000000',
  'insert into eras (base, last_before) values (1, 0)',
  'analyze table users, `groups`, friendships, blacklists, group_members, verifications, sms_spend, sessions, outbox',
];

/** By the names that they have in plans. */
const bigTables =
  /^(?:users|friendships|blacklists|groups|group_members|verifications|sms_spend|sessions|outbox|[ufbgmo]|mine|earlier)$/;

/** Far above what any of them needs here, far below the size of a table. */
const mostRows = 3_000;

interface PlanRow {
  readonly select_type: string;
  readonly table: string | null;
  readonly type: string | null;
}

describeOnMysql('the plans of MySQL', function () {
  this.timeout(60_000);
  let url = '';
  let connection: Connection;

  before(async () => {
    ({ url } = await emptyMysqlDatabase(fakeClock()));
    connection = await createConnection(url);
    for (const statement of seed) await connection.query(statement);
  });
  after(() => connection.end());

  async function statementsOf(work: (store: Store) => Promise<unknown>): Promise<readonly Statement[]> {
    const { database, statements } = recorded(await openMysql({ url, random }));
    await work(sqlUnitOfWork({ database, clock: fakeClock(), random }));
    await database.close();
    const planned = statements.filter(({ sql }) => /^\s*(?:select|insert|update|delete|with)\b/i.test(sql));
    expect(planned).to.not.be.empty;
    return planned;
  }

  async function rowsOf<Row>(sql: string, bindings: readonly unknown[] = []): Promise<Row[]> {
    const [rows] = await connection.query(sql, bindings as string[]);
    return rows as Row[];
  }

  /** How many rows a statement reads from tables, those that are of no use included. */
  async function rowsReadBy({ sql, bindings }: Statement): Promise<number> {
    const count = async () => {
      const counts = await rowsOf<{ readonly Value: string }>("show session status like 'Handler_read%'");
      return counts.reduce((sum, { Value }) => sum + Number(Value), 0);
    };
    await connection.query('begin');
    try {
      const before = await count();
      await rowsOf(sql, bindings);
      return (await count()) - before;
    } finally {
      await connection.query('rollback');
    }
  }

  async function faultsOf(statements: readonly Statement[]): Promise<readonly string[]> {
    await connection.query("set @kith_server = ''");
    const faults: string[] = [];
    for (const statement of statements) {
      const plan = await rowsOf<PlanRow>(`explain ${statement.sql}`, statement.bindings);
      // Of what is written it says so without reading anything.
      for (const { select_type, table, type } of plan)
        if (select_type !== 'INSERT' && bigTables.test(table ?? '') && ['ALL', 'index'].includes(type ?? ''))
          faults.push(`reads ${table} from end to end: ${statement.sql}`);
      const count = await rowsReadBy(statement);
      if (count > mostRows) faults.push(`reads ${count} rows: ${statement.sql}`);
    }
    return faults;
  }

  it('would tell on a query that reads a table from end to end', async () => {
    const careless = { sql: 'select * from users where nickname = ?', bindings: ['user 17'] };
    expect(await faultsOf([careless])).to.have.lengthOf(2);
  });

  const planOf = (title: string, work: (store: Store) => Promise<unknown>) =>
    it(`${title}: no big table is read from end to end, nor many rows for nothing`, async () => {
      expect(await faultsOf(await statementsOf(work))).to.deep.equal([]);
    });
  for (const [title, work] of Object.entries(reads)) planOf(`reading ${title}`, ({ read }) => read(work));
  for (const [title, work] of Object.entries(writes))
    planOf(`writing ${title}`, ({ write }) => undone(write, work));
});

type Store = ReturnType<typeof sqlUnitOfWork>;

/** So that the same statements can be run again. */
async function undone(
  write: Store['write'],
  work: (session: WriteSession) => Promise<unknown>,
): Promise<void> {
  const undo = new Error('only to see how it is done');
  const outcome = write(async (session) => {
    await work(session);
    throw undo;
  });
  expect(await rejectionOf(outcome)).to.equal(undo);
}
