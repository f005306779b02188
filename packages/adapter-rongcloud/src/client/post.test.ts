import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type Post, poster } from './post.js';

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

  it('is unreached when the host has no address', async () => {
    // Too long for a name, so that nobody is asked for it.
    const url = `http://${'x'.repeat(64)}.invalid/x`;
    expect(await post(url, {}, 'a=1', never)).to.include({
      kind: 'unreached',
      reason: 'connection failed: ENOTFOUND',
    });
  });

  it('is unreached when the host does not speak TLS', async () => {
    const url = await serve((_, response) => response.end('{}'));
    expect(await post(url.replace('http:', 'https:'), {}, 'a=1', never)).to.include({ kind: 'unreached' });
  });

  it('is unreached when its time is over before there is a connection', async () => {
    const timeout = new AbortController();
    const url = await listen(createServer((socket) => socket.once('data', () => timeout.abort())));
    expect(await post(url.replace('http:', 'https:'), {}, 'a=1', timeout.signal)).to.include({
      kind: 'unreached',
      reason: 'no connection in time',
    });
  });

  it('is unreached, and never sent, when all connections were taken until its time was over', async () => {
    const taken = 32;
    const waiting: (() => void)[] = [];
    let full = (): void => {};
    const isFull = new Promise<void>((resolve) => {
      full = resolve;
    });
    const bodies: string[] = [];
    const url = await serve(async (request, response) => {
      bodies.push(Buffer.concat(await request.toArray()).toString());
      waiting.push(() => response.end('{}'));
      if (waiting.length === taken) full();
    });
    const others = Array.from({ length: taken }, () => post(url, {}, 'other', never));
    await isFull;
    const timeout = new AbortController();
    const late = post(url, {}, 'late', timeout.signal);
    timeout.abort();
    expect(await late).to.include({ kind: 'unreached', reason: 'no connection in time' });
    for (const answer of waiting) answer();
    await Promise.all(others);
    await post.close();
    expect(bodies).to.not.include('late');
  });
});
