// Several processes that serve together. SQLite is for one, so this is tested on PostgreSQL.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../packages/adapters-sql/dist-test/test/databases/eventually.js';
import { describeOn, postgres } from '../packages/adapters-sql/dist-test/test/databases/test-database.js';
import { testVariables } from '../packages/server/dist-test/test/config-of.js';
import { kith } from '../packages/server/dist-test/test/kith.js';

const PATIENCE_MS = 60_000;

/** On Linux. */
const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describeOn(postgres, 'kith serve with several workers', (database) => {
  describe('as processes:', function () {
    this.timeout(120_000);
    let folder;
    const started = [];

    const run = (args, env = {}) => {
      const variables = { ...testVariables, NODE_ENV: 'production', HOST: '127.0.0.1', KITH_WORKERS: '2' };
      const kithProcess = kith(args, { ...variables, DATABASE_URL: database.url, ...env }, folder);
      started.push(kithProcess);
      return kithProcess;
    };
    const serving = async (env) => {
      const server = run(['serve', '--migrate'], { KITH_METRICS_PORT: '0', ...env });
      const [, url] = await server.printed(/Kith listens on (http:\S+) \(production mode, 2 workers\)/);
      const [, metricsUrl] = await server.printed(/Metrics are at (http:\S+)\.\n/);
      return { server, url, metricsUrl };
    };
    const get = async (url) => {
      const answer = await fetch(url, { headers: { Connection: 'close' } });
      return { status: answer.status, text: await answer.text() };
    };

    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'kith-cluster-'));
    });
    afterEach(async () => {
      for (const { signal } of started) signal('SIGKILL');
      await Promise.all(started.splice(0).map(({ ended }) => ended));
    });
    after(() => rmSync(folder, { recursive: true }));

    it('refuses an older schema once, in one line, with exit code 1', async () => {
      const { code, out, err } = await run(['serve']).ended;
      assert.deepEqual({ code, out }, { code: 1, out: '' });
      assert.match(err, /^The database's schema is older[^\n]*kith migrate[^\n]*\n$/);
    });

    it('says once that the port is in use, with exit code 1, and leaves no worker', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address();
      const { code, err } = await run(['serve', '--migrate'], { PORT: String(port) }).ended;
      other.close();
      assert.deepEqual({ code, err }, { code: 1, err: `Cannot listen: 127.0.0.1:${port} is in use.\n` });
    });

    it('serves on one port, replaces a worker that is killed, tells of all workers at once, and stops them all', async () => {
      const { server, url, metricsUrl } = await serving();
      const workers = childrenOf(server.pid);
      assert.equal(workers.length, 2);
      for (let turn = 0; turn < 6; turn += 1)
        assert.equal((await get(`${url}/misc/client_version`)).status, 200);
      const { text } = await get(metricsUrl);
      assert.match(text, /^kith_database_up 1$/m);
      assert.match(
        text,
        /duration_seconds_count\{method="GET",route="\/misc\/client_version",status="200"\} 6$/m,
      );
      assert.match(text, /^kith_database_pool_size\{pool="primary"\} 20$/m);

      process.kill(workers[0], 'SIGKILL');
      await eventually(() => {
        const now = childrenOf(server.pid);
        assert.equal(now.length, 2);
        assert.ok(!now.includes(workers[0]));
      }, PATIENCE_MS);
      assert.equal((await get(`${url}/misc/client_version`)).status, 200);

      const last = childrenOf(server.pid);
      server.signal('SIGTERM');
      assert.equal((await server.ended).code, 0);
      assert.deepEqual(last.filter(isAlive), []);
    });

    it('ends its workers with it when it is killed', async () => {
      const { server } = await serving();
      const workers = childrenOf(server.pid);
      server.signal('SIGKILL');
      await server.ended;
      await eventually(() => assert.deepEqual(workers.filter(isAlive), []), PATIENCE_MS);
    });
  });
});
