import type { WriteSession } from '@kith/core';
import { fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { Client } from 'pg';
import { reads, writes } from '../test/every-statement.js';
import { emptyDatabase, type PostgresDatabase } from '../test/postgres-store.js';
import { recorded, type Statement } from '../test/recorded.js';
import { sqlUnitOfWork } from '../unit-of-work.js';
import { openPostgres } from './database.js';

const random = { fraction: () => 0.5 };

const users = 20_000;
const groups = 4_000;
const each = 10;

/** Set-based, and without looking up what refers to what, so that hundreds of thousands of rows take seconds. */
const seed = `
set session_replication_role = replica;
insert into users
  select i, '86', 13900000000 + i, 'user ' || i, '', 'hash', null, 1, 1, i from generate_series(1, ${users}) i;
insert into groups
  select i, 'group ' || i, '', ${(users * each) / groups}, 500, i, null, 1, 1, null, i from generate_series(1, ${groups}) i;
insert into friendships
  select u, 1 + (u + n * 7) % ${users}, 20, '', '', 1, u + n from generate_series(1, ${users}) u, generate_series(1, ${each}) n;
insert into blacklists
  select u, 1 + (u + n * 11) % ${users}, n % 2 = 0, 1, u + n from generate_series(1, ${users}) u, generate_series(1, ${each}) n;
insert into group_members
  select 1 + (u + n * 13) % ${groups}, u, 1, '', n % 5 = 0, 1, 1, 1, u + n, u from generate_series(1, ${users}) u, generate_series(1, ${each}) n;
insert into verifications
  select '86', 13900000000 + i, '[]', 0, 1, 'digest ' || i, 1, 1000 + i from generate_series(1, ${users}) i;
insert into sms_spend
  select 'number:86 ' || 13900000000 + i, '[]', null, 1000 + i from generate_series(1, ${users}) i;
insert into sessions
  select 'session ' || i, i, 1, 1000 + i from generate_series(1, ${users}) i;
insert into outbox
  select i, 'user:' || i % 500, '{}', i, 1, 1, 0, i % 3 = 0, 0, null from generate_series(1, ${users}) i;
select setval('outbox_id_seq', ${users});
update version_clock set era = 0;
analyze`;

const bigTables = [
  'users',
  'friendships',
  'blacklists',
  'groups',
  'group_members',
  'verifications',
  'sms_spend',
  'sessions',
  'outbox',
];

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

function* nodesOf(plan: Plan): Generator<Plan> {
  yield plan;
  for (const part of plan.Plans ?? []) yield* nodesOf(part);
}

const isScan = (node: Plan): boolean =>
  node['Node Type'] === 'Seq Scan' && bigTables.includes(node['Relation Name'] ?? '');

/** How many rows were read from tables, those that were of no use included. */
function rowsRead(plan: Plan): number {
  let sum = 0;
  for (const node of nodesOf(plan)) {
    const rows = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
    if (node['Relation Name']) sum += rows * (node['Actual Loops'] ?? 1);
  }
  return sum;
}

/** Far above what any of them needs here, far below the size of a table. */
const mostRows = 3_000;

describe('the plans of PostgreSQL', function () {
  this.timeout(120_000);
  let database: PostgresDatabase;
  let client: Client;

  before(async () => {
    database = await emptyDatabase(fakeClock());
    await database.query(seed);
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  after(async () => {
    await client.end();
    // The next who wants an empty database would empty this one row by row.
    await database.query(
      'truncate users cascade; truncate verifications, sms_spend, outbox; select version_clock_renew(true)',
    );
  });

  async function statementsOf(work: (store: Store) => Promise<unknown>): Promise<readonly Statement[]> {
    const { database: noting, statements } = recorded(await openPostgres({ url: database.url, random }));
    await work(sqlUnitOfWork({ database: noting, clock: fakeClock(), random }));
    await noting.close();
    const planned = statements.filter(({ sql }) => /^\s*(?:select|insert|update|delete|with)\b/i.test(sql));
    expect(planned).to.not.be.empty;
    return planned;
  }

  /** As the values are, and with a plan that is for all values. */
  async function plansOf({ sql, bindings }: Statement): Promise<readonly [Plan, Plan]> {
    const values = bindings.map((value) => (value === null ? 'null' : client.escapeLiteral(String(value))));
    const explain = async (options: string, mode: string): Promise<Plan> => {
      await client.query(`begin; set local plan_cache_mode = ${mode}; prepare it as ${sql}`);
      try {
        const execute = `execute it${values.length > 0 ? `(${values.join(', ')})` : ''}`;
        const { rows } = await client.query(`explain (${options}format json) ${execute}`);
        return rows[0]['QUERY PLAN'][0].Plan;
      } finally {
        await client.query('rollback; deallocate all');
      }
    };
    return [await explain('analyze, ', 'force_custom_plan'), await explain('', 'force_generic_plan')];
  }

  async function faultsOf(statements: readonly Statement[]): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const statement of statements) {
      const plans = await plansOf(statement);
      for (const plan of plans)
        for (const node of nodesOf(plan))
          if (isScan(node)) faults.push(`reads ${node['Relation Name']} from end to end: ${statement.sql}`);
      const count = rowsRead(plans[0]);
      if (count > mostRows) faults.push(`reads ${count} rows: ${statement.sql}`);
    }
    return faults;
  }

  it('would tell on a query that reads a table from end to end', async () => {
    const careless = { sql: 'select * from users where nickname = $1', bindings: ['user 17'] };
    expect(await faultsOf([careless])).to.have.lengthOf(3);
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
