import { expect } from 'chai';
import { type PostgresServer, startPostgres } from './postgres-server.js';
import { startTcpProxy } from './tcp-proxy.js';

const numbers = async (server: PostgresServer): Promise<number[]> =>
  (await server.query<{ n: number }>('select n from t order by n')).map(({ n }) => n);

const add = (server: PostgresServer, n: number) => server.query('insert into t values ($1)', [n]);

describe('a replica of a private PostgreSQL', function () {
  this.timeout(30_000);
  let primary: PostgresServer;

  before(async () => {
    primary = await startPostgres({ durable: true });
    await primary.query('create table t (n int)');
  });

  after(() => primary.stop());

  afterEach(async () => {
    await primary.restart();
    await primary.query('truncate t');
  });

  it('shows what the primary commits, except while its replay is paused', async () => {
    const replica = await primary.replica();
    await add(primary, 1);
    await replica.catchUp();
    expect(await numbers(replica)).to.deep.equal([1]);

    await replica.pauseReplay();
    await add(primary, 2);
    expect(await numbers(replica)).to.deep.equal([1]);

    await replica.resumeReplay();
    await replica.catchUp();
    expect(await numbers(replica)).to.deep.equal([1, 2]);
    await replica.stop();
  });

  it('loses what the stream has not brought when it is promoted after a crash', async () => {
    const stream = await startTcpProxy({ path: primary.socket });
    const replica = await primary.replica({ via: stream });
    await add(primary, 1);
    await replica.catchUp();
    stream.stall('to client');
    await add(primary, 2);
    await primary.crash();
    stream.reset();
    await replica.promote();
    await add(replica, 3);
    expect(await numbers(replica)).to.deep.equal([1, 3]);
    await stream.close();
    await replica.stop();
  });

  it('loses nothing that was acknowledged when it is synchronous', async () => {
    const replica = await primary.replica({ synchronous: true });
    await add(primary, 1);
    await primary.crash();
    await replica.promote();
    expect(await numbers(replica)).to.deep.equal([1]);
    await replica.stop();
    await primary.restart();
    await primary.query('alter system reset synchronous_standby_names');
  });
});
