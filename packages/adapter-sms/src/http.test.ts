import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { post } from './http.js';
import { type FakeServer, fakeServer } from './test/fake-server.js';
import { selfSigned } from './test/self-signed.js';

const listen = async (server: Server): Promise<number> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};

const hello = { headers: { 'content-type': 'text/plain' }, body: 'h\u00e9llo', timeoutMs: 2_000 };

describe('a post', () => {
  let server: FakeServer;
  let answer = { status: 200, body: 'fine' as unknown };
  beforeEach(async () => {
    answer = { status: 200, body: 'fine' };
    server = await fakeServer(() => answer);
  });
  afterEach(() => server.close());

  it('sends its headers and body, and gives status and text of the answer', async () => {
    answer = { status: 418, body: 'caf\u00e9' };
    expect(await post(`${server.url}/a?b=c`, hello)).to.deep.equal({
      kind: 'answered',
      status: 418,
      text: 'caf\u00e9',
    });
    expect(server.requests[0]).to.include({ method: 'POST', target: '/a?b=c', body: 'h\u00e9llo' });
    expect(server.requests[0]?.headers).to.include({ 'content-type': 'text/plain', 'content-length': '6' });
  });

  it('follows no redirect: an SMS is not ordered elsewhere', async () => {
    answer = { status: 307, body: '' };
    expect(await post(server.url, hello)).to.include({ kind: 'answered', status: 307 });
    expect(server.requests).to.have.length(1);
  });

  const broken = {
    resetting: 'ECONNRESET',
    cutting: 'ECONNRESET',
    flooding: 'ANSWER_TOO_LONG',
  } as const;
  for (const [mood, cause] of Object.entries(broken))
    it(`is uncertain after an answer that is ${mood}, and is not repeated`, async () => {
      server.setMood(mood as keyof typeof broken);
      expect(await post(server.url, hello)).to.deep.equal({ kind: 'uncertain', cause });
      expect(server.requests).to.have.length(1);
    });

  for (const mood of ['hanging', 'dripping'] as const)
    it(`does not hang on a server that is ${mood}: after its time it is uncertain`, async () => {
      server.setMood(mood);
      const result = await post(server.url, { ...hello, timeoutMs: 250 });
      expect(result).to.deep.equal({ kind: 'uncertain', cause: 'TIMEOUT' });
      expect(server.requests).to.have.length(1);
    });

  it('does not hang on a server that wants to speak something else than HTTP', async () => {
    const odd = createServer((socket) =>
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Other\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      ),
    );
    const port = await listen(odd);
    const result = await post(`http://127.0.0.1:${port}`, hello);
    expect(result).to.deep.equal({ kind: 'uncertain', cause: 'CLOSED' });
    odd.close();
  });

  it('peer: does not hang on a half-open connection, which takes bytes and never answers', async () => {
    const deaf = createServer({ pauseOnConnect: true });
    const port = await listen(deaf);
    const result = await post(`http://127.0.0.1:${port}`, { ...hello, timeoutMs: 250 });
    expect(result).to.deep.equal({ kind: 'uncertain', cause: 'TIMEOUT' });
    deaf.close();
  });

  it('was surely not sent when nobody listens', async () => {
    await server.close();
    expect(await post(server.url, hello)).to.deep.equal({ kind: 'not-sent', cause: 'ECONNREFUSED' });
  });

  it('was surely not sent when the name has no address', async () => {
    const result = await post('http://sms.invalid', hello);
    expect(result.kind).to.equal('not-sent');
    expect(result).to.have.property('cause').that.is.oneOf(['ENOTFOUND', 'EAI_AGAIN']);
  });

  it('was surely not sent when the certificate is not good, and shows the other side nothing', async () => {
    let seen = '';
    const impostor = createTlsServer(selfSigned, (socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        seen += chunk;
      });
    });
    const port = await listen(impostor);
    const result = await post(`https://127.0.0.1:${port}`, hello);
    expect(result).to.deep.equal({ kind: 'not-sent', cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(seen).to.equal('');
    impostor.close();
  });

  it('was surely not sent when TLS never came to be, in its time', async () => {
    const deaf = createServer({ pauseOnConnect: true });
    const port = await listen(deaf);
    const result = await post(`https://127.0.0.1:${port}`, { ...hello, timeoutMs: 250 });
    expect(result).to.deep.equal({ kind: 'not-sent', cause: 'TIMEOUT' });
    deaf.close();
  });

  it('is uncertain once TLS came to be', async () => {
    const lost = createTlsServer(selfSigned, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.destroy());
    });
    const port = await listen(lost);
    const folder = await mkdtemp(join(tmpdir(), 'kith-sms-'));
    const authority = join(folder, 'ca.pem');
    await writeFile(authority, selfSigned.cert);
    // Whom a process trusts is settled when it starts.
    const script = `
      import { post } from ${JSON.stringify(new URL('./http.js', import.meta.url).href)};
      console.log(JSON.stringify(await post('https://127.0.0.1:${port}', { headers: {}, body: 'x' })));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: authority } },
    );
    expect(JSON.parse(stdout)).to.deep.equal({ kind: 'uncertain', cause: 'ECONNRESET' });
    lost.close();
    await rm(folder, { recursive: true });
  });

  it('was surely not sent when the headers cannot be', async () => {
    const result = await post(server.url, { ...hello, headers: { 'x-secret': 'a\nb' } });
    expect(result).to.deep.equal({ kind: 'not-sent', cause: 'ERR_INVALID_CHAR' });
    expect(server.requests).to.have.length(0);
  });
});
