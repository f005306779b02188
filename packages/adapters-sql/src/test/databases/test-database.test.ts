import { expect } from 'chai';
import { databaseName } from './database-url.js';
import { type Engine, newEngine } from './engine.js';
import { mysqlQueryOnce } from './mysql-databases.js';
import { queryOnce } from './postgres-cluster.js';
import { describeOn, mysql, postgres } from './test-database.js';

interface Dialect {
  readonly engine: Engine;
  readonly query: (url: string, text: string) => Promise<{ name: string }[]>;
  readonly tables: string;
  readonly databases: string;
}

const dialects: readonly Dialect[] = [
  {
    engine: postgres,
    query: queryOnce,
    tables: "select tablename as name from pg_tables where schemaname = 'public'",
    databases: 'select datname as name from pg_database',
  },
  {
    engine: mysql,
    query: mysqlQueryOnce,
    tables: 'select table_name as name from information_schema.tables where table_schema = database()',
    databases: 'select schema_name as name from information_schema.schemata',
  },
];

for (const { engine, query, tables, databases } of dialects) {
  const before: string[] = [];

  for (const turn of ['a suite', 'the next suite'])
    describeOn(engine, turn, (database) => {
      it('has an empty database', async () => {
        expect(await query(database.url, tables)).to.deep.equal([]);
        await query(database.url, 'create table t (n int)');
      });

      it('has it for itself: those of earlier suites are gone', async () => {
        const names = (await query(database.url, databases)).map(({ name }) => name);
        expect(names).to.include(databaseName(database.url));
        for (const earlier of before) expect(names).not.to.include(earlier);
        before.push(databaseName(database.url));
      });
    });
}

describe('an engine of which there is no server here', () => {
  const without = (optional: boolean) =>
    newEngine({
      name: 'MySQL',
      sources: [{ missing: async () => 'it is not installed', start: () => Promise.reject(new Error()) }],
      optional,
      create: async () => '',
      drop: async () => {},
    });

  it('says so beforehand when the tests may do without it', async () => {
    expect((await without(true)).missing).to.equal('it is not installed');
  });

  it('fails and says why when they may not', async () => {
    const engine = await without(false);
    expect(engine.missing).to.equal(null);
    expect(await engine.create().then(() => 'made', String)).to.include('it is not installed');
  });
});
