import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { connectionFailure, type Post, poster } from './post.js';

const never = new AbortController().signal;

describe('one request', () => {
  let post: Post;
  let closeServer: () => Promise<void>;

  beforeEach(() => {
    post = poster();
    closeServer = async () => {};
  });
  afterEach(async () => {
    await post.close();
    await closeServer();
  });

  const listen = (server: Server): Promise<string> => {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => sockets.add(socket));
    closeServer = () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () =>
        resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`),
      );
    });
  };
  const serve = (listener: RequestListener): Promise<string> => listen(createHttpServer(listener));

  it('is a form with the given headers, and comes back as status and text', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      const { method, headers } = request;
      seen.push(
        method,
        headers['content-type'],
        headers.nonce,
        Buffer.concat(await request.toArray()).toString(),
      );
      response.writeHead(430).end('{"code":1009}');
    });
    expect(await post(url, { Nonce: '7' }, 'a=1&a=2', never)).to.deep.equal({
      status: 430,
      text: '{"code":1009}',
    });
    expect(seen).to.deep.equal(['POST', 'application/x-www-form-urlencoded', '7', 'a=1&a=2']);
  });

  it('reads what is compressed', async () => {
    const url = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"code":200}')),
    );
    expect(await post(url, {}, '', never)).to.deep.equal({ status: 200, text: '{"code":200}' });
  });

  it('follows no redirect: a signature is for nobody else', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await post(url, {}, 'a=1', never)).to.deep.equal({ status: 307, text: '' });
    expect(asked).to.equal(1);
  });

  it('keeps connections, with fewer than 80 requests on each', async () => {
    const requests = new Map<unknown, number>();
    const url = await serve((request, response) => {
      requests.set(request.socket, (requests.get(request.socket) ?? 0) + 1);
      response.end('{}');
    });
    for (let sent = 0; sent < 200; sent += 1) await post(url, {}, 'a=1', never);
    expect(requests.size).to.be.below(100);
    expect(Math.max(...requests.values())).to.be.below(80);
  });

  it('is unreached when the connection is refused', async () => {
    const url = await serve(() => {});
    await closeServer();
    expect(await post(url, {}, '', never)).to.include({
      kind: 'unreached',
      reason: 'connection failed: ECONNREFUSED',
    });
  });

  it('is lost when the connection breaks before an answer', async () => {
    const url = await serve((request) => request.socket.resetAndDestroy());
    expect(await post(url, {}, 'a=1', never)).to.include({ kind: 'lost' });
  });

  it('is lost when the connection breaks within the answer', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"code":2', () => request.socket.destroy());
    });
    expect(await post(url, {}, 'a=1', never)).to.include({ kind: 'lost' });
  });

  it('is lost when the answer is no HTTP', async () => {
    const url = await listen(createServer((socket) => socket.end('hello\r\n\r\n')));
    expect(await post(url, {}, 'a=1', never)).to.include({ kind: 'lost' });
  });

  it('ends with its signal on a half-open connection, which is taken and never answered', async () => {
    const timeout = new AbortController();
    const url = await listen(createServer((socket) => socket.once('data', () => timeout.abort())));
    expect(await post(url, {}, 'a=1', timeout.signal)).to.include({
      kind: 'lost',
      reason: 'no answer in time',
    });
  });

  it('ends with its signal within an answer that never ends', async () => {
    const timeout = new AbortController();
    const url = await serve((_, response) => {
      response.writeHead(200);
      response.write('{"code":', () => timeout.abort());
    });
    expect(await post(url, {}, 'a=1', timeout.signal)).to.include({
      kind: 'lost',
      reason: 'no answer in time',
    });
  });

  it('does not swallow an endless answer', async () => {
    const url = await serve((_, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(1024 * 1024))) {}
      };
      response.on('drain', more);
      more();
    });
    expect(await post(url, {}, 'a=1', never)).to.include({ kind: 'lost' });
  });
});

describe('a connection that fails', () => {
  const fetchFailure = (cause: object): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('why'), cause) });

  const unsent = [
    { code: 'ENOTFOUND', syscall: 'getaddrinfo' },
    { code: 'EAI_AGAIN', syscall: 'getaddrinfo' },
    { code: 'ECONNREFUSED', syscall: 'connect' },
    { code: 'EHOSTUNREACH', syscall: 'connect' },
    { code: 'ETIMEDOUT', syscall: 'connect' },
    { code: 'UND_ERR_CONNECT_TIMEOUT' },
    { code: 'CERT_HAS_EXPIRED' },
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  ];
  for (const cause of unsent)
    it(`with ${cause.code} at ${cause.syscall ?? 'the start'} sent nothing`, () => {
      expect(connectionFailure(fetchFailure(cause))).to.include({
        kind: 'unreached',
        reason: `connection failed: ${cause.code}`,
      });
    });

  it('at every address of the host sent nothing', () => {
    const attempts = ['ETIMEDOUT', 'ENETUNREACH'].map((code) =>
      Object.assign(new Error('why'), { code, syscall: 'connect' }),
    );
    const error = new TypeError('fetch failed', { cause: new AggregateError(attempts) });
    expect(connectionFailure(error)).to.include({ kind: 'unreached' });
  });

  const perhapsSent = [
    { code: 'ECONNRESET', syscall: 'read' },
    { code: 'ETIMEDOUT', syscall: 'read' },
    { code: 'EHOSTUNREACH', syscall: 'read' },
    { code: 'EPIPE', syscall: 'write' },
    { code: 'UND_ERR_SOCKET' },
    { code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' },
    {},
  ];
  for (const cause of perhapsSent)
    it(`with ${JSON.stringify(cause)} may have sent all of it`, () => {
      expect(connectionFailure(fetchFailure(cause))).to.include({ kind: 'lost' });
    });

  it('may be anything', () => {
    expect(connectionFailure('oops')).to.include({ kind: 'lost', reason: 'connection failed: unknown' });
    expect(connectionFailure(new Error('terminated'))).to.include({ kind: 'lost' });
  });
});
