// The databases, each with the least that its driver can do: the limit that a store is measured by.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { sqliteDriver, startMariadb, startPostgres } from './parts.mjs';

const tableOfOne = [
  'create table one_row (id integer primary key, n integer)',
  'insert into one_row values (1, 0)',
];
const selectOne = 'select 1 as one';
const updateOne = 'update one_row set n = n + 1 where id = 1';

async function sqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-'));
  return {
    url: `sqlite:${join(folder, 'kith.db')}`,
    async driver() {
      const database = new (sqliteDriver())(join(folder, 'raw.db'), { timeout: 5_000 });
      database.exec('pragma journal_mode = wal; pragma synchronous = full');
      for (const statement of tableOfOne) database.exec(statement);
      const [select, update] = [database.prepare(selectOne), database.prepare(updateOne)];
      return { select: () => select.get(), update: () => update.run(), close: () => database.close() };
    },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function postgres() {
  const server = await startPostgres({ settings: { autovacuum: 'on' } });
  const url = await server.createDatabase();
  return {
    url,
    async driver() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const statement of tableOfOne) await client.query(statement);
      return {
        select: () => client.query({ name: 'select', text: selectOne }),
        update: () => client.query({ name: 'update', text: updateOne }),
        close: () => client.end(),
      };
    },
    stop: () => server.stop(),
  };
}

async function mariadb() {
  const server = await startMariadb();
  if (typeof server === 'string') return server;
  const url = await server.createDatabase();
  return {
    url,
    async driver() {
      const connection = await mysql.createConnection(url);
      for (const statement of tableOfOne) await connection.query(statement);
      return {
        select: () => connection.execute(selectOne),
        update: () => connection.execute(updateOne),
        close: () => connection.end(),
      };
    },
    stop: () => server.stop(),
  };
}

/** Each starts one; a text says why there is none here. */
export const engines = { SQLite: sqlite, PostgreSQL: postgres, MariaDB: mariadb };
