import { expect } from 'chai';
import { Client } from 'pg';
import { type DatabaseProxy, startDatabaseProxy } from './database-proxy.js';
import { mysqlQueryOnce } from './mysql-databases.js';
import { queryOnce } from './postgres-cluster.js';
import { describeOn, mysql, postgres } from './test-database.js';

for (const [engine, query] of [
  [postgres, queryOnce],
  [mysql, mysqlQueryOnce],
] as const)
  describeOn(engine, 'a proxy before a database', (database) => {
    let proxy: DatabaseProxy;

    beforeEach(async () => {
      proxy = await startDatabaseProxy(database.url);
    });

    afterEach(() => proxy.close());

    it('leads to it by a URL of its own', async () => {
      expect(await query<{ n: number }>(proxy.url, 'select 1 as n')).to.deep.equal([{ n: 1 }]);
    });

    it('lets it go away and come back', async () => {
      await proxy.refuse();
      const error = await query(proxy.url, 'select 1 as n').catch(({ code }: NodeJS.ErrnoException) => code);
      expect(error).to.equal('ECONNREFUSED');
      await proxy.resume();
      expect(await query(proxy.url, 'select 1 as n')).to.deep.equal([{ n: 1 }]);
    });
  });

describeOn(postgres, 'a half-open connection', (database) => {
  it('leaves a query without an answer, and gives it when the line is whole again', async () => {
    const proxy = await startDatabaseProxy(database.url);
    const client = new Client({ connectionString: proxy.url });
    await client.connect();
    proxy.stall('to client');
    const answer = client.query('select 1 as n');
    const first = await Promise.race([
      answer,
      queryOnce(database.url, 'select 2').then(() => 'no answer yet'),
    ]);
    expect(first).to.equal('no answer yet');
    await proxy.resume();
    expect((await answer).rows).to.deep.equal([{ n: 1 }]);
    await client.end();
    await proxy.close();
  });
});
