import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Client } from 'pg';
import { dataOf } from './postgres-cluster.js';
import { type PostgresServer, startPostgres } from './postgres-server.js';

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
};

const pidOf = async (client: Client): Promise<number> =>
  (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;

/** Resolves when the server has closed the connection. */
const lost = (client: Client): Promise<void> =>
  new Promise((resolve) => {
    client.on('error', () => {}).once('end', resolve);
  });

describe('a private PostgreSQL', function () {
  this.timeout(30_000);
  let server: PostgresServer;

  before(async () => {
    server = await startPostgres({ durable: true });
    await server.query('create table kept (n int)');
  });

  after(() => server.stop());

  const kept = async (): Promise<number[]> =>
    (await server.query<{ n: number }>('select n from kept order by n')).map(({ n }) => n);

  it('copies a database to which nobody is connected', async () => {
    const template = await server.createDatabase();
    const client = await connect(template);
    await client.query('create table of_template (n int)');
    await client.end();
    const copy = await connect(await server.createDatabase(template));
    const { rows } = await copy.query('select n from of_template');
    await copy.end();
    expect(rows).to.deep.equal([]);
  });

  it('crashes in the middle of a transaction, and keeps what was committed', async () => {
    await server.query('insert into kept values (1)');
    const client = await connect(server.url());
    await client.query('begin');
    await client.query('insert into kept values (2)');
    const isLost = lost(client);
    await server.crash();
    await isLost;
    await server.restart();
    expect(await kept()).to.deep.equal([1]);
  });

  it('restarts in order', async () => {
    const before = server.cluster.pid();
    await server.restart();
    expect(server.cluster.pid()).not.to.equal(before);
    expect(await kept()).to.deep.equal([1]);
  });

  it('recovers when one connection is killed: all others end, the server stays', async () => {
    const [victim, bystander] = await Promise.all([connect(server.url()), connect(server.url())]);
    const bothLost = Promise.all([lost(victim), lost(bystander)]);
    const postmaster = server.cluster.pid();
    await server.killBackend(await pidOf(victim));
    await bothLost;
    expect(server.cluster.pid()).to.equal(postmaster);
    expect(await kept()).to.deep.equal([1]);
  });

  it('says in its own words why it does not start', async () => {
    const settings = join(dataOf(server.cluster.folder), 'postgresql.auto.conf');
    appendFileSync(settings, "work_mem = 'much'\n");
    const message = await server.restart().then(() => 'it started', String);
    writeFileSync(settings, '');
    expect(message).to.include('does not start').and.include('work_mem');
  });

  it('leaves nothing behind', async () => {
    await server.restart();
    const client = await connect(server.url());
    const isLost = lost(client);
    await server.stop();
    await isLost;
    expect(existsSync(server.cluster.folder)).to.equal(false);
  });
});
