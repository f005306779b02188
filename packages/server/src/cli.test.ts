import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

describe('the command line', function () {
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

  it('says what it can do, and which variables it reads', async () => {
    const { code, out } = await run(['--help'], {}).ended;
    expect(code).to.equal(0);
    for (const text of ['kith serve', 'kith migrate', 'kith config', 'kith outbox', 'KITH_AUTH_KEYS'])
      expect(out).to.include(text);
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await run(['--version'], {}).ended).to.deep.equal({ code: 0, out: `${version}\n`, err: '' });
  });

  for (const args of [
    ['fly'],
    ['serve', '--fast'],
    ['migrate', 'now'],
    ['outbox'],
    ['outbox', 'replay'],
    ['outbox', 'replay', 'x'],
  ])
    it(`refuses kith ${args.join(' ')} with exit code 2, pointing to the help`, async () => {
      const { code, out, err } = await run(args).ended;
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.include('kith --help');
    });

  it('prints its configuration with secrets masked', async () => {
    const { code, out } = await run(['config'], { ...production, KITH_QINIU_SECRET_KEY: '' }).ended;
    expect(code).to.equal(0);
    expect(out).to.include('NODE_ENV=production\n').and.include('KITH_AUTH_KEYS=********\n');
    for (const secret of [
      testVariables.KITH_AUTH_KEYS,
      testVariables.KITH_N3D_KEY,
      testVariables.KITH_DIGEST_KEY,
    ])
      expect(out).to.not.include(secret);
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
      await server.printed(/Verification code for 86-139\*{4}5678: \d{6}/);
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

  describe('kith migrate', () => {
    it('brings the schema up to date, and says with --status what was done and what is to be done', async () => {
      const before = await run(['migrate', '--status'], production).ended;
      expect(before.out).to.match(/^pending {2}0001-/);
      const done = await run(['migrate'], production).ended;
      expect(done).to.include({ code: 0, err: '' });
      expect(done.out).to.match(/^applied {2}0001-/);
      expect((await run(['migrate'], production).ended).out).to.equal('The schema is up to date.\n');
      expect((await run(['migrate', '--status'], production).ended).out)
        .to.match(/^applied {2}0001-/)
        .and.not.include('pending');
    });
  });

  it('lists what was given up, and tries it again', async () => {
    expect(await run(['outbox', 'list']).ended).to.deep.equal({
      code: 0,
      out: 'Nothing was given up.\n',
      err: '',
    });
    expect(await run(['outbox', 'replay', '7']).ended).to.deep.equal({
      code: 0,
      out: '0 will be tried again.\n',
      err: '',
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
