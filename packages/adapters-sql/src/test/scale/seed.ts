import { epochMs } from '@kith/core';
import { Client } from 'pg';
import { openSqlSchema } from '../../index.js';
import {
  firstPhone,
  groupsApart,
  largestGroup,
  type Size,
  seededAt,
  smallestGroup,
  usualGroup,
  waiting,
} from './size.js';

export interface SeedOptions extends Size {
  /** Of an empty PostgreSQL database. */
  readonly url: string;
  /** What every user's password is kept as. */
  readonly passwordHash: string;
  /** Told of each step when it is done. */
  readonly log?: (line: string) => void;
}

/**
 * Fills a PostgreSQL database through its real schema: a social network of any size, in set-based statements. Rows lie
 * on disk as they came in over time, so one user's rows are far apart. Indexes are made when the rows are in.
 */
export async function seedPostgres({
  url,
  passwordHash,
  log = () => {},
  ...size
}: SeedOptions): Promise<void> {
  await migrate(url);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const timed = async (what: string, work: () => Promise<unknown>) => {
      const begun = performance.now();
      await work();
      log(`${what.padEnd(16)}${((performance.now() - begun) / 1_000).toFixed(1).padStart(7)} s`);
    };
    await requireEmpty(client);
    // References hold by the way rows are made; looking each of them up would take minutes.
    await client.query('set session_replication_role = replica');
    const indexes = await dropIndexes(client);
    for (const [table, statements] of Object.entries(rowsOf(size, client.escapeLiteral(passwordHash))))
      await timed(table, async () => {
        for (const statement of statements) await client.query(statement);
      });
    await timed('indexes', async () => {
      for (const index of indexes) await client.query(index);
    });
    await timed('statistics', () => client.query('vacuum analyze'));
    await client.query(clockAbove);
  } finally {
    await client.end();
  }
}

async function migrate(url: string): Promise<void> {
  const clock = { now: () => epochMs(seededAt) };
  const schema = await openSqlSchema({ url, clock, random: { fraction: Math.random } });
  await schema.migrate();
  await schema.close();
}

/** Versions go on above the seed's; and whoever has one of these has seen this past. */
const clockAbove = `
select version_clock_renew(true);
update version_clock set era = 0`;

async function requireEmpty(client: Client): Promise<void> {
  const { rows } = await client.query('select from users limit 1');
  if (rows.length > 0) throw new Error('there are users in this database already: it is not touched');
}

/** Drops all indexes that no constraint needs. @returns how to make them again */
async function dropIndexes(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly name: string; readonly definition: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid in (select oid from pg_class where relnamespace = current_schema()::regnamespace)
      and not exists (select from pg_constraint where conindid = indexrelid)`);
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

/** Versions are distinct, and low: the order in which rows came in. */
function rowsOf(size: Size, passwordHash: string): Readonly<Record<string, readonly string[]>> {
  const { users, friendsEach, groups } = size;
  const series = (count: number, name: string) => `generate_series(1, ${count}) ${name}`;
  const each = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const at = seededAt;

  return {
    users: [
      `insert into users
        select i, '86', ${firstPhone} + i, 'user ' || i, 'https://portraits.example/' || i || '.png', ${passwordHash}, null, ${at}, ${at}, i
        from ${series(users, 'i')}`,
      `select setval(pg_get_serial_sequence('users', 'id'), ${users})`,
    ],
    // Friends are 997, 1994, … apart, on either side: so each side has its other.
    friendships: each(friendsEach / 2).flatMap((n) =>
      [n, -n].map(
        (step, side) => `insert into friendships
          select u, 1 + (u - 1 + ${step * 997} + ${users * n}) % ${users}, 20, '', '', ${at}, ${2 * n + side} * ${users}::bigint + u
          from ${series(users, 'u')}`,
      ),
    ),
    blacklists: each(Math.ceil(friendsEach / 10)).map(
      (n) => `insert into blacklists
        select u, 1 + (u - 1 + ${n * 503}) % ${users}, u % 5 > 0, ${at}, ${n} * ${users}::bigint + u
        from ${series(users, 'u')}`,
    ),
    groups: [
      // A few are large, most are small.
      `create temp table sizes as
        select g, case when g = ${groups} then ${smallestGroup}
          else greatest(${usualGroup}, least(${users} / 4, ${largestGroup} / g ^ 0.75))::integer end as size
        from ${series(groups, 'g')}`,
      `insert into groups
        select g, 'group ' || g, '', size, greatest(500, size), 1 + (g * ${groupsApart}::bigint) % ${users}, null, ${at}, ${at}, null, g
        from sizes`,
      `select setval(pg_get_serial_sequence('groups', 'id'), ${groups})`,
    ],
    // Members of one group are 3 apart, so that nobody is in it twice. The first is the creator.
    group_members: [
      `insert into group_members
        select g, 1 + (g * ${groupsApart}::bigint + k * 3) % ${users}, case when k = 0 then 0 else 1 end, '', k % 50 = 49, ${at}, ${at}, ${at},
          (k + 2) * ${users}::bigint + g, (k + 1) * ${users}::bigint + g
        from sizes, lateral generate_series(0, size - 1) k
        order by k, g`,
      `update groups set member_count = live
        from (select group_id, count(*) filter (where not is_deleted) as live from group_members group by 1) as counted
        where id = group_id and member_count <> live`,
    ],
    // Who came lately; the others' were cleared away.
    verifications: [
      `insert into verifications
        select '86', ${firstPhone} + i, '[]', 0, ${at}, 'digest ' || i, ${at}, ${at} from ${series(users / 10, 'i')}`,
    ],
    sessions: [
      `insert into sessions
        select 'session of ' || i, i, ${at}, 4000000000000 + i from ${series(users, 'i')}`,
    ],
    // What the relay has not come to yet, and some that it gave up.
    outbox: [
      `insert into outbox
        select i, 'group:' || 1 + i % 997,
          json_build_object('type', 'group-renamed', 'group', 1 + i % 997, 'name', 'group'), i, ${at}, ${at}, 0, i % 100 = 0, 0, null
        from ${series(waiting, 'i')}`,
      `select setval(pg_get_serial_sequence('outbox', 'id'), ${waiting})`,
    ],
  };
}
