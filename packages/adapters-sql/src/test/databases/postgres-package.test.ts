import { expect } from 'chai';
import { databaseName } from './database-url.js';
import { packageAt, packageFolder } from './postgres-binaries.js';
import { queryOnce } from './postgres-cluster.js';
import { type PostgresReplica, type PostgresServer, startPostgres } from './postgres-server.js';
import { expectSameRows, fillDatabase, layTables } from './sample-rows.js';

const native = packageFolder();
const [suite, why] = native === null ? [describe.skip, ', because this platform has none'] : [describe, ''];

suite(`PostgreSQL of the npm package, which has neither pg_basebackup nor pg_dump${why}`, function () {
  this.timeout(30_000);
  let server: PostgresServer;
  let replica: PostgresReplica;

  before(async () => {
    server = await startPostgres({ places: [packageAt(native ?? '')] });
    expect(server.cluster.binaries.find('pg_dump')).to.equal(null);
    replica = await server.replica();
  });

  after(() => server.stop());

  it('has a replica nonetheless', async () => {
    await server.query('create table t as select 1 as n');
    await replica.catchUp();
    expect(await replica.query('select n from t')).to.deep.equal([{ n: 1 }]);
  });

  it('copies a database into another server nonetheless', async () => {
    await replica.promote();
    const from = await server.createDatabase();
    await fillDatabase(from);
    const database = databaseName(from);
    await server.dumpRestoreInto(replica, { database, layTables });
    const to = replica.url(database);
    await expectSameRows(from, to);
    expect(await queryOnce(to, "insert into people (name) values ('C') returning id")).to.deep.equal([
      { id: '3' },
    ]);
  });
});
