import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { createConnection } from 'mysql2/promise';
import { findMariadb } from './mariadb-binaries.js';
import { type MariadbServer, startMariadb } from './mariadb-server.js';

const found = await findMariadb();
const [suite, why] = typeof found === 'string' ? [describe.skip, `, because ${found}`] : [describe, ''];

suite(`a private MariaDB${why}`, function () {
  this.timeout(30_000);
  let server: MariadbServer;

  before(async () => {
    const started = await startMariadb({ durable: true });
    if (typeof started === 'string') throw new Error(started);
    server = started;
    await server.query('create table kept (n int)');
  });

  after(() => server.stop());

  const kept = async (): Promise<number[]> =>
    (await server.query<{ n: number }>('select n from kept order by n')).map(({ n }) => n);

  it('makes a database', async () => {
    const connection = await createConnection(await server.createDatabase());
    const [tables] = await connection.query('show tables');
    await connection.end();
    expect(tables).to.deep.equal([]);
  });

  it('crashes in the middle of a transaction, and keeps what was committed', async () => {
    await server.query('insert into kept values (1)');
    const connection = await createConnection(server.url());
    await connection.query('begin');
    await connection.query('insert into kept values (2)');
    const isLost = new Promise((resolve) => connection.once('error', resolve));
    await server.crash();
    await isLost;
    await server.restart();
    expect(await kept()).to.deep.equal([1]);
  });

  it('restarts in order', async () => {
    const before = server.pid();
    await server.restart();
    expect(server.pid()).not.to.equal(before);
    expect(await kept()).to.deep.equal([1]);
  });

  it('starts again from a copy of its empty data, with settings of its own', async () => {
    const other = await startMariadb({ settings: { 'max-connections': '42' } });
    if (typeof other === 'string') throw new Error(other);
    const rows = await other.query('select @@max_connections as n');
    await other.stop();
    expect(rows).to.deep.equal([{ n: 42 }]);
  });

  it('leaves nothing behind', async () => {
    await server.stop();
    expect(existsSync(server.folder)).to.equal(false);
  });
});
