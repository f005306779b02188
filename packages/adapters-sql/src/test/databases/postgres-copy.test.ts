import { expect } from 'chai';
import { databaseName } from './database-url.js';
import { queryOnce } from './postgres-cluster.js';
import { type PostgresServer, startPostgres } from './postgres-server.js';
import { expectSameRows, fillDatabase, layTables } from './sample-rows.js';

describe('a dump of a private PostgreSQL, restored in a new one', function () {
  this.timeout(30_000);
  let servers: readonly PostgresServer[] = [];
  let [from, to] = ['', ''];

  before(async () => {
    const [source, target] = await Promise.all([startPostgres(), startPostgres()]);
    servers = [source, target];
    from = await source.createDatabase();
    to = target.url(databaseName(from));
    await fillDatabase(from);
    await source.dumpRestoreInto(target, { database: databaseName(from), layTables });
  });

  after(() => Promise.all(servers.map((server) => server.stop())));

  it('holds all rows, and each once', () => expectSameRows(from, to));

  it('goes on counting where the old one stopped', async () => {
    const [row] = await queryOnce<{ id: string }>(to, "insert into people (name) values ('C') returning id");
    expect(row?.id).to.equal('3');
  });

  it('belongs to another system', async () => {
    const system = async (server: PostgresServer) =>
      (await server.query<{ id: string }>('select system_identifier as id from pg_control_system()'))[0]?.id;
    const [old, other] = await Promise.all(servers.map(system));
    expect(old).not.to.equal(other);
  });
});
