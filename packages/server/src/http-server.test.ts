import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import { type HttpServer, listen } from './http-server.js';

const long = 60_000;
const local = { host: '127.0.0.1', port: 0 };

/** A server whose requests the test answers itself. */
const held = async () => {
  const responses: ServerResponse[] = [];
  const arrivals: (() => void)[] = [];
  const server = await listen((_request, response) => {
    responses.push(response);
    arrivals.shift()?.();
  }, local);
  const arrival = () => new Promise<void>((resolve) => arrivals.push(resolve));
  return { server, responses, arrival };
};

const get = async ({ url }: HttpServer, agent?: Agent): Promise<IncomingMessage> => {
  const asked = request(url, { ...(agent && { agent }) }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response;
};

describe('the HTTP server', () => {
  it('says where it listens', async () => {
    const server = await listen((_request, response) => response.end(), local);
    expect(server.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await get(server)).statusCode).to.equal(200);
    await server.stop(long);
  });

  it('rejects when the port is in use', async () => {
    const first = await listen(() => {}, local);
    const port = Number(new URL(first.url).port);
    const failure = await listen(() => {}, { ...local, port }).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'EADDRINUSE');
    await first.stop(long);
  });

  it('finishes a request in flight when it stops, and closes its connection', async () => {
    const { server, responses, arrival } = await held();
    const arrived = arrival();
    const agent = new Agent({ keepAlive: true });
    const answer = get(server, agent);
    await arrived;
    let stopped = false;
    const stop = server.stop(long).then(() => {
      stopped = true;
    });
    await new Promise(setImmediate);
    expect(stopped).to.equal(false);
    responses[0]?.end('done');
    expect((await answer).headers.connection).to.equal('close');
    await stop;
    agent.destroy();
  });

  it('takes no new connection while it stops', async () => {
    const { server, responses, arrival } = await held();
    const arrived = arrival();
    const answer = get(server);
    await arrived;
    const stop = server.stop(long);
    const failure = await get(server).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'ECONNREFUSED');
    responses[0]?.end();
    await answer;
    await stop;
  });

  it('does not wait for connections that are kept alive and idle', async () => {
    const server = await listen((_request, response) => response.end(), local);
    const agent = new Agent({ keepAlive: true });
    await get(server, agent);
    await server.stop(long);
    agent.destroy();
  });

  it('cuts what is not finished when the time is up', async () => {
    const { server, arrival } = await held();
    const arrived = arrival();
    const answer = get(server).catch((error: unknown) => error);
    await arrived;
    await server.stop(0);
    expect(await answer).to.have.property('code', 'ECONNRESET');
  });

  it('survives a client that speaks no HTTP', async () => {
    const server = await listen((_request, response) => response.end(), local);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1\.1 400 /);
    expect((await get(server)).statusCode).to.equal(200);
    await server.stop(long);
  });
});
