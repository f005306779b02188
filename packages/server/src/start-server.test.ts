import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { module } from './container/services.js';
import { createLogger } from './logging.js';
import { startServer } from './start-server.js';
import { configOf } from './test/config-of.js';
import { lines } from './test/lines.js';

const quiet = module((bind) =>
  bind.singleton('logger', ['config'], ({ config }) => createLogger(config, lines())),
);

describe('starting a server', () => {
  it('serves until it is stopped', async () => {
    const server = await startServer(configOf(), quiet);
    expect((await fetch(`${server.url}/misc/client_version`)).status).to.equal(200);
    expect((await fetch(`${server.url}/user/groups`)).status).to.equal(403);
    await server.stop();
    const failure = await fetch(server.url).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(TypeError);
  });

  it('may be stopped twice', async () => {
    const server = await startServer(configOf(), quiet);
    await Promise.all([server.stop(), server.stop()]);
  });

  it('says in one line that the port is in use, and leaves nothing open', async () => {
    const first = await startServer(configOf(), quiet);
    const { port } = new URL(first.url);
    const failure = await startServer(configOf({ PORT: port }), quiet).catch((error: unknown) => error);
    expect(failure).to.have.property('name', 'StartError');
    expect(failure).to.have.property('message', `Cannot listen: 127.0.0.1:${port} is in use.`);
    await first.stop();
  });

  describe('on a file', () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'kith-'));
    });
    after(() => rmSync(folder, { recursive: true }));

    it('says in one line that the database cannot be opened', async () => {
      const file = join(folder, 'damaged.db');
      writeFileSync(
        file,
        'this is not a database, and long enough to be seen as such by whoever opens it'.repeat(20),
      );
      const failure = await startServer(configOf({ DATABASE_URL: `sqlite:${file}` }), quiet).catch(
        (error: unknown) => error,
      );
      expect(failure).to.have.property('name', 'StartError');
      expect(failure).to.have.property('message').that.includes(file).and.does.not.include('\n');
    });

    it('refuses an older schema unless it may migrate, and says how', async () => {
      const config = configOf({ DATABASE_URL: `sqlite:${join(folder, 'old.db')}` });
      const failure = await startServer({ ...config, migrate: false }, quiet).catch(
        (error: unknown) => error,
      );
      expect(failure).to.have.property('name', 'StartError');
      expect(failure).to.have.property('message').that.includes('kith migrate');
      const server = await startServer({ ...config, migrate: true }, quiet);
      await server.stop();
      const again = await startServer({ ...config, migrate: false }, quiet);
      await again.stop();
    });
  });
});
