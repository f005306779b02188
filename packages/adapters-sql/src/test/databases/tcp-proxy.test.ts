import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

/** A client's or a server's end of the line, and what has come to it. */
interface End {
  readonly socket: Socket;
  readonly received: () => string;
  /** Resolves when this text has come. */
  readonly until: (text: string) => Promise<void>;
}

const endOf = (socket: Socket): End => {
  let received = '';
  socket.setEncoding('utf8').on('error', () => {});
  socket.on('data', (text) => {
    received += text;
  });
  const until = async (text: string): Promise<void> => {
    while (!received.includes(text)) await once(socket, 'data');
  };
  return { socket, received: () => received, until };
};

/** However it comes about: an error is an end, too. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
  });

describe('a TCP proxy', () => {
  const ends: End[] = [];
  const server = createServer({ allowHalfOpen: true });
  let proxy: TcpProxy;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  beforeEach(async () => {
    proxy = await startTcpProxy({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  });

  afterEach(async () => {
    await proxy.close();
    for (const { socket } of ends.splice(0)) socket.destroy();
  });

  after(() => void server.close());

  /** A line through the proxy, over which both ends have spoken. */
  const line = async (): Promise<{ client: End; peer: End }> => {
    const accepted = once(server, 'connection');
    const client = endOf(connect({ host: proxy.host, port: proxy.port, allowHalfOpen: true }));
    const peer = endOf((await accepted)[0]);
    ends.push(client, peer);
    client.socket.write('hello;');
    await peer.until('hello;');
    peer.socket.write('welcome;');
    await client.until('welcome;');
    return { client, peer };
  };

  it('forwards both ways, and each end by itself', async () => {
    const { client, peer } = await line();
    client.socket.end('last words;');
    await once(peer.socket, 'end');
    expect(peer.received()).to.equal('hello;last words;');
    peer.socket.end('answer');
    await once(client.socket, 'end');
    expect(client.received()).to.equal('welcome;answer');
  });

  it('forwards more than fits in its buffers, in order', async () => {
    const { client, peer } = await line();
    const text = Array.from({ length: 400_000 }, (_, number) => number).join();
    client.socket.end(text);
    await once(peer.socket, 'end');
    expect(peer.received() === `hello;${text}`).to.equal(true);
  });

  it('stalls one direction, while the other goes on; what was held up comes later', async () => {
    const { client, peer } = await line();
    proxy.stall('to server');
    client.socket.write('held up;');
    peer.socket.write('passed;');
    await client.until('passed;');
    expect(peer.received()).to.equal('hello;');
    await proxy.resume();
    await peer.until('held up;');
  });

  it('tells nobody of an end while it stalls: the line is half open', async () => {
    const { client, peer } = await line();
    proxy.stall('to server');
    client.socket.resetAndDestroy();
    peer.socket.write('are you there;');
    // Another line shows that the proxy has had its turn: its client is answered.
    const other = endOf(connect({ host: proxy.host, port: proxy.port }));
    ends.push(other);
    const [socket] = await once(server, 'connection');
    ends.push(endOf(socket));
    socket.write('welcome;');
    await other.until('welcome;');
    expect(peer.socket.closed).to.equal(false);
    const end = closed(peer.socket);
    await proxy.resume();
    await end;
  });

  it('accepts new connections while it stalls, and leaves them in silence', async () => {
    proxy.stall();
    const client = endOf(connect({ host: proxy.host, port: proxy.port }));
    ends.push(client);
    await once(client.socket, 'connect');
    expect(client.received()).to.equal('');
  });

  it('delays what it forwards', async () => {
    const { client, peer } = await line();
    proxy.delay(30);
    const begun = performance.now();
    client.socket.write('late;');
    await peer.until('late;');
    expect(performance.now() - begun).to.be.at.least(29);
  });

  it('resets the connections, on both sides', async () => {
    const { client, peer } = await line();
    const ends = Promise.all([closed(client.socket), closed(peer.socket)]);
    proxy.reset();
    await ends;
    expect(
      [client.socket.errored, peer.socket.errored].map((error) => (error as NodeJS.ErrnoException).code),
    ).to.deep.equal(['ECONNRESET', 'ECONNRESET']);
  });

  it('counts its connections', async () => {
    expect(proxy.connections).to.equal(0);
    const { client, peer } = await line();
    expect(proxy.connections).to.equal(1);
    client.socket.resetAndDestroy();
    await closed(peer.socket);
    expect(proxy.connections).to.equal(0);
  });

  it('refuses connections, and accepts them again on the same port', async () => {
    await proxy.refuse();
    const refused = connect({ host: proxy.host, port: proxy.port });
    const [error] = await once(refused, 'error');
    expect(error.code).to.equal('ECONNREFUSED');
    await proxy.resume();
    await line();
  });

  it('resets its client when the server refuses', async () => {
    const before = await startTcpProxy({ path: '/nonexistent/socket' });
    const client = endOf(connect({ host: before.host, port: before.port }));
    ends.push(client);
    await closed(client.socket);
    await before.close();
  });
});
