import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StampedEvent } from '@kith/core';
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

  it('fixed: production without an SMS provider answers whoever asks for a code, at once', async () => {
    const config = configOf({ NODE_ENV: 'production', HOST: '127.0.0.1' });
    const server = await startServer({ ...config, migrate: true }, quiet);
    const ask = () => post(server.url, '/user/send_code', { region: '86', phone: '13912340001' });
    for (const answer of [await ask(), await ask()]) {
      expect(answer.status).to.equal(503);
      expect(await answer.text()).to.equal('Verification code could not be sent.');
      expect(answer.headers.get('Retry-After')).to.equal('5');
    }
    await server.stop();
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

    it('peer: what the IM cloud was not told before the end is told after the next start', async () => {
      const config = configOf({ DATABASE_URL: `sqlite:${join(folder, 'told.db')}` });
      const mute = module((bind) =>
        bind.value('relay', { start: () => {}, wake: () => {}, stop: async () => {} }),
      );
      const first = await startServer(config, quiet, mute);
      await renameSomebody(first.url);
      await first.stop();

      const told = new EventEmitter();
      const deliver = async (stamped: StampedEvent) => void told.emit('told', stamped);
      const heard = once(told, 'told');
      const second = await startServer(
        config,
        quiet,
        module((bind) => bind.value('imGateway', { issueToken: async () => 'token', deliver })),
      );
      const [{ event }] = await heard;
      expect(event).to.deep.include({ type: 'profile-changed' });
      await second.stop();
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

const post = (url: string, path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** Signs somebody up, in development, and gives them another name. */
async function renameSomebody(url: string): Promise<void> {
  const phone = { region: '86', phone: '13912340001' };
  await post(url, '/user/send_code', phone);
  const verified = await post(url, '/user/verify_code', { ...phone, code: '9999' });
  const { result } = (await verified.json()) as { readonly result: { readonly verification_token: string } };
  const registered = await post(url, '/user/register', { nickname: 'Ann', password: 'P@ssw0rd', ...result });
  const cookie = registered.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  expect((await post(url, '/user/set_nickname', { nickname: 'Anna' }, { cookie })).status).to.equal(200);
}
