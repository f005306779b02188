// What clients see of a database that fails, and that the server goes on by itself.
import assert from 'node:assert/strict';
import { startDatabaseProxy } from '../packages/adapters-sql/dist-test/test/databases/database-proxy.js';
import { eventually } from '../packages/adapters-sql/dist-test/test/databases/eventually.js';
import {
  describeOn,
  mysql,
  postgres,
} from '../packages/adapters-sql/dist-test/test/databases/test-database.js';
import { inMemoryImGateway } from '../packages/core/dist/in-memory/index.js';
import { userId } from '../packages/core/dist/index.js';
import { module } from '../packages/server/dist-test/container/services.js';
import { createLogger } from '../packages/server/dist-test/logging.js';
import { startServer } from '../packages/server/dist-test/start-server.js';
import { configOf } from '../packages/server/dist-test/test/config-of.js';
import { lines } from '../packages/server/dist-test/test/lines.js';

const settings = {
  KITH_DATABASE_POOL_SIZE: '2',
  KITH_DATABASE_POOL_TIMEOUT_MS: '500',
  KITH_DATABASE_CONNECT_TIMEOUT_MS: '500',
  KITH_DATABASE_STATEMENT_TIMEOUT_MS: '500',
};
/** A pool, a connection and a statement, 2 s of grace, and a machine that is busy. */
const LIMIT_MS = 8_000;
const PATIENCE_MS = 15_000;

const suite = function ({ url }) {
  this.timeout(60_000);
  let proxy;
  let server;
  let imGateway;

  const post = async (path, phone) => {
    const begun = performance.now();
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ region: '86', phone }),
      signal: AbortSignal.timeout(2 * LIMIT_MS),
    });
    await answer.arrayBuffer();
    return {
      status: answer.status,
      retryAfter: Number(answer.headers.get('retry-after')),
      ms: performance.now() - begun,
    };
  };
  const read = () => post('/user/check_phone_available', '13912345678');
  const numbers = Array.from({ length: 90 }, (_, index) => `139000000${index + 10}`).values();
  const write = (phone = numbers.next().value) => post('/user/send_code', phone);

  const refused = async (...requests) => {
    for (const { status, retryAfter, ms } of await Promise.all(requests)) {
      assert.equal(status, 503);
      assert.ok(retryAfter >= 1, 'it says when to try again');
      assert.ok(ms < LIMIT_MS, `it took ${ms} ms`);
    }
  };
  const recovered = () =>
    eventually(async () => {
      for (const { status } of [await read(), await write()]) assert.equal(status, 200);
    }, PATIENCE_MS);
  /** A write that stays open, until it is told to end. */
  const openWrite = async (lock) => {
    const { write: transaction } = await server.container.get('unitOfWork');
    let end;
    const ending = new Promise((resolve) => {
      end = resolve;
    });
    let written;
    await new Promise((resolve, reject) => {
      written = transaction(async (session) => {
        await lock?.(session);
        resolve();
        await ending;
      });
      written.catch(reject);
    });
    return async () => {
      end();
      await written;
    };
  };

  before(async () => {
    proxy = await startDatabaseProxy(url());
    imGateway = inMemoryImGateway();
    server = await startServer(
      configOf({ DATABASE_URL: proxy.url, ...settings }),
      module((bind) => {
        bind.value('imGateway', imGateway);
        bind.value('imDirectory', imGateway);
        bind.singleton('logger', ['config'], ({ config }) => createLogger(config, lines()));
      }),
    );
  });
  after(async () => {
    await proxy.resume();
    await server.stop();
    await proxy.close();
  });
  beforeEach(recovered);

  it('peer: answers 503 within its limits while the line to the database is half-open, and goes on when it is mended', async () => {
    proxy.stall();
    await refused(read(), read(), write(), write(), read());
    await refused(read(), write());
    await proxy.resume();
    await recovered();
  });

  it('answers 503 while the database is gone, and goes on when it is back; so does the relay', async () => {
    await proxy.refuse();
    await refused(read(), write());
    await refused(read(), write());
    await proxy.resume();
    await recovered();
    const delivered = imGateway.delivered.length;
    const { write: transaction } = await server.container.get('unitOfWork');
    const event = { type: 'profile-changed', user: { id: userId(1), nickname: 'Ann', portraitUri: '' } };
    await transaction(({ outbox }) => outbox.add(event, Date.now()));
    await eventually(() => assert.equal(imGateway.delivered.length, delivered + 1), PATIENCE_MS);
  });

  it('answers 503 when every connection is taken for too long, and goes on when one is free', async () => {
    const ends = [await openWrite(), await openWrite().catch(() => () => {})];
    await refused(write(), write(), write());
    for (const end of ends) await end();
    await recovered();
  });

  it('answers 503 when a statement takes too long, and goes on', async () => {
    const phone = { region: '86', number: '13912340000' };
    const end = await openWrite(({ lockPhone }) => lockPhone(phone));
    await refused(write(phone.number));
    await end();
    assert.equal((await write(phone.number)).status, 200);
  });
};

for (const engine of [postgres, mysql])
  describeOn(engine, 'a server whose database fails', (database) => {
    describe('tells its clients so:', function () {
      suite.call(this, { url: () => database.url });
    });
  });
