import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { listen } from './http-server.js';
import { testVariables } from './test/config-of.js';
import { type KithProcess, kith } from './test/kith.js';

const development = { NODE_ENV: 'development', PORT: '0' };
const production = {
  ...testVariables,
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  DATABASE_URL: 'sqlite:kith.db',
};

/** For what needs /proc, where nobody can make a folder. The title of a test left out says why. */
const onLinux = (title: string, test: () => Promise<void>) =>
  process.platform === 'linux' ? it(title, test) : it.skip(`${title}, because only Linux has /proc`, test);

describe('the command line as a process', function () {
  // Each test starts processes, on machines that are busy with others.
  this.timeout(60_000);
  let folder: string;
  const started: KithProcess[] = [];

  const run = (args: readonly string[], env: NodeJS.ProcessEnv = development): KithProcess => {
    const process = kith(args, env, folder);
    started.push(process);
    return process;
  };
  const listening = async (process: KithProcess): Promise<string> =>
    (await process.printed(/Kith listens on (http:\S+)/))[1] ?? '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kith-cli-'));
  });
  afterEach(async () => {
    for (const process of started) process.signal('SIGKILL');
    await Promise.all(started.splice(0).map(({ ended }) => ended));
    rmSync(folder, { recursive: true });
  });

  describe('kith serve', () => {
    it('says in development where it listens, that it is development, where codes appear, and what to try', async () => {
      const server = run(['serve']);
      const url = await listening(server);
      const [, command] = await server.printed(/Try:\n\s+(curl .*)\n/);
      expect(command).to.include(url);
      await server.printed(/development mode/);

      const [, body = ''] = /-d '(.*)'/.exec(command ?? '') ?? [];
      const answer = await fetch(`${url}/user/send_code`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      expect(await answer.json()).to.deep.equal({ code: 200 });
      await server.printed(/Verification code for \+86 \*{9}78: \d{6}/);
      server.signal('SIGTERM');
      expect((await server.ended).code).to.equal(0);
    });

    it('names all secrets that production lacks at once, with exit code 1', async () => {
      const { code, out, err } = await run(['serve'], { NODE_ENV: 'production' }).ended;
      expect({ code, out }).to.deep.equal({ code: 1, out: '' });
      for (const name of ['KITH_AUTH_KEYS', 'KITH_N3D_KEY', 'KITH_DIGEST_KEY']) expect(err).to.include(name);
      expect(err, 'no stack').to.not.match(/\n\s+at /);
    });

    it('refuses an old schema in production, and takes it with --migrate', async () => {
      const refused = await run(['serve'], production).ended;
      expect(refused.code).to.equal(1);
      expect(refused.err).to.match(/^[^\n]*kith migrate[^\n]*\n$/);

      const server = run(['serve', '--migrate'], production);
      await listening(server);
      server.signal('SIGINT');
      expect((await server.ended).code).to.equal(0);
    });

    it('ends with one line and exit code 1 when the port is in use', async () => {
      const other = await listen(() => {}, { host: '127.0.0.1', port: 0 });
      const { port } = new URL(other.url);
      const { code, err } = await run(['serve'], { ...development, PORT: port }).ended;
      expect({ code, err }).to.deep.equal({ code: 1, err: `Cannot listen: 127.0.0.1:${port} is in use.\n` });
      await other.stop(0);
    });

    it('ends with one line and exit code 1 when the database cannot be opened', async () => {
      mkdirSync(join(folder, 'folder'));
      const { code, err } = await run(['serve'], { ...development, DATABASE_URL: 'sqlite:folder' }).ended;
      expect(code).to.equal(1);
      expect(err).to.match(/^[^\n]*database[^\n]*\n$/);
    });

    onLinux('ends so too when nothing can be kept where the database is to be', async () => {
      const DATABASE_URL = 'sqlite:/proc/kith/kith.db';
      const { code, err } = await run(['serve'], { NODE_ENV: 'development', DATABASE_URL }).ended;
      expect(code).to.equal(1);
      expect(err).to.match(/^[^\n]*database[^\n]*\n$/);
    });

    for (const second of ['serve', 'relay'])
      it(`has its SQLite file for itself: kith ${second} beside it is refused in one line, and not once it was killed`, async () => {
        const first = run(['serve']);
        await listening(first);
        const refused = await run([second]).ended;
        expect(refused).to.include({ code: 1, out: '' });
        expect(refused.err).to.match(/^Another process serves the SQLite database \S+kith\.db, [^\n]+\n$/);

        first.signal('SIGKILL');
        await first.ended;
        const next = run([second]);
        await next.printed(/Kith (?:listens on|relays the outbox)/);
        next.signal('SIGTERM');
        expect(await next.ended).to.include({ code: 0, err: '' });
      });

    it('lets commands work beside it', async () => {
      const server = run(['serve']);
      await listening(server);
      expect((await run(['migrate', '--status']).ended).out).to.include('applied  0001-');
      expect(await run(['outbox', 'list']).ended).to.include({ code: 0, out: 'Nothing was given up.\n' });
      expect(await run(['clock', 'show']).ended).to.include({ code: 0, err: '' });
      server.signal('SIGTERM');
      expect((await server.ended).code).to.equal(0);
    });

    it('refuses several workers on SQLite', async () => {
      const { code, err } = await run(['serve'], { ...development, KITH_WORKERS: '2' }).ended;
      expect(code).to.equal(1);
      expect(err)
        .to.include('KITH_WORKERS: SQLite is for one server process')
        .and.not.match(/\n\s+at /);
    });

    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      it(`finishes the request in flight at ${signal}, and ends with exit code 0`, async () => {
        const server = run(['serve']);
        const half = await halfARequest(await listening(server));
        server.signal(signal);
        await server.printed(/Stopping/);
        expect(await half.complete()).to.equal('{"code":200}');
        expect(await server.ended).to.include({ code: 0, err: '' });
      });

    it('ends at once at the second signal', async () => {
      const server = run(['serve']);
      const half = await halfARequest(await listening(server));
      const lost = half.lost();
      server.signal('SIGTERM');
      await server.printed(/Stopping/);
      server.signal('SIGTERM');
      expect((await server.ended).code).to.equal(1);
      await lost;
    });
  });
});

/** A request the server has begun to read: its body is still to come. */
async function halfARequest(url: string) {
  const body = JSON.stringify({ region: '86', phone: '13912345678' });
  const asked: ClientRequest = request(`${url}/user/send_code`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Length': body.length, Expect: '100-continue' },
  });
  asked.flushHeaders();
  await once(asked, 'continue');
  return {
    async complete(): Promise<string> {
      asked.end(body);
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString();
    },
    /** Resolves when the connection breaks. */
    lost: () => once(asked, 'error'),
  };
}
