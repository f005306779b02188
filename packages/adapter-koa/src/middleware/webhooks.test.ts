import { DomainError } from '@kith/core';
import { expect } from 'chai';
import { type AccessLine, kithMiddleware, type Webhook, type WebhookRequest } from '../index.js';
import { hostApplication, startServer, type TestServer } from '../test/server.js';

const path = '/hooks/hard-to-guess';

describe('a webhook', () => {
  let server: TestServer;
  let heard: WebhookRequest[] = [];
  let lines: AccessLine[] = [];
  const echo: Webhook = {
    name: 'webhook:echo',
    path,
    async handle(request) {
      heard.push(request);
      return { status: 201, headers: { 'X-Heard': 'yes' }, body: 'ok' };
    },
  };
  const failing: Webhook = {
    name: 'webhook:failing',
    path: '/hooks/failing',
    handle: ({ query }) =>
      Promise.reject(query.has('storage') ? new DomainError('storage-unavailable') : new Error('a secret')),
  };
  before(async () => {
    server = await startServer({ options: { webhooks: [echo, failing], log: (line) => lines.push(line) } });
  });
  after(() => server.stop());
  beforeEach(() => {
    [heard, lines] = [[], []];
  });

  it('hears everything of a request, and its answer is given', async () => {
    const answer = await server.call('POST', `${path}?nonce=1%202&list=a&list=b`, {
      raw: 'fromUserId=a+b',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'X-Signature': 'abc' },
    });
    expect([answer.status, answer.text, answer.headers['x-heard']]).to.deep.equal([201, 'ok', 'yes']);
    expect(answer.headers['content-type']).to.equal('text/plain; charset=utf-8');
    const [request] = heard;
    expect(request).to.include({ method: 'POST', body: 'fromUserId=a+b', address: '127.0.0.1' });
    expect(request?.query.get('nonce')).to.equal('1 2');
    expect(request?.query.getAll('list')).to.deep.equal(['a', 'b']);
    expect(request?.headers.get('x-signature')).to.equal('abc');
  });

  for (const type of [
    'application/json',
    'application/x-www-form-urlencoded',
    'text/xml',
    'multipart/form-data',
  ])
    it(`gets a body of the type ${type} as it came, malformed or not`, async () => {
      await server.call('POST', path, { raw: '[{"a": 1', headers: { 'content-type': type } });
      expect(heard[0]?.body).to.equal('[{"a": 1');
    });

  it('is called for any method, by nobody who is signed in, without a body too', async () => {
    expect((await server.call('GET', path)).status).to.equal(201);
    expect((await server.call('PUT', path)).status).to.equal(201);
    expect(heard.map(({ method, body }) => [method, body])).to.deep.equal([
      ['GET', ''],
      ['PUT', ''],
    ]);
  });

  it('is found by its exact path only', async () => {
    expect((await server.call('POST', `${path}/`)).status).to.equal(403);
    expect((await server.call('POST', path.toUpperCase())).status).to.equal(403);
    expect(heard).to.deep.equal([]);
  });

  it('takes a body of more than clients may send, and none of more than 1 MiB', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await server.call('POST', path, { raw: 'x'.repeat(1024 * 1024), headers })).status).to.equal(201);
    const tooLarge = await server.call('POST', path, { raw: 'x'.repeat(1024 * 1024 + 1), headers });
    expect(tooLarge.status).to.equal(413);
    expect(heard).to.have.lengthOf(1);
  });

  it('is nothing that a page of another origin may call', async () => {
    const answer = await server.call('OPTIONS', path, {
      headers: { Origin: 'https://chat.example.com', 'Access-Control-Request-Method': 'POST' },
    });
    expect(answer.status).to.equal(201);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).to.deep.equal([]);
  });

  it('is in the access log by its name, never by its path or what was asked', async () => {
    await server.call('POST', `${path}?signature=0123`, { headers: { 'X-Request-Id': 'r1' } });
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.include({
      requestId: 'r1',
      method: 'POST',
      route: 'webhook:echo',
      status: 201,
      userId: null,
    });
    expect(JSON.stringify(lines)).to.not.match(/hard-to-guess|0123/);
  });

  it('that fails is answered as routes answer it, and reported when nobody foresaw it', async () => {
    const down = await server.call('POST', '/hooks/failing?storage');
    expect([down.status, down.headers['retry-after']]).to.deep.equal([503, '1']);
    expect(server.reported).to.deep.equal([]);
    const broken = await server.call('POST', '/hooks/failing');
    expect([broken.status, broken.text]).to.deep.equal([500, 'Unknown error.']);
    expect(server.reported.map(String)).to.deep.equal(['Error: a secret']);
  });

  it('is not in the OpenAPI document', async () => {
    expect((await server.call('GET', '/openapi.json')).text).to.not.include('/hooks/');
  });

  it('is found in a host application too, which may have read the body already', async () => {
    const host = await startServer({
      options: { webhooks: [echo] },
      app(services, options) {
        const app = hostApplication(kithMiddleware(services, options));
        app.middleware.unshift((context, next) => {
          if (context.get('X-Read')) Object.assign(context.request, { body: {}, rawBody: 'a=1' });
          return next();
        });
        return app;
      },
    });
    const headers = { 'content-type': 'text/plain' };
    expect((await host.call('POST', path, { raw: 'b=2', headers })).text).to.equal('ok');
    await host.call('POST', path, { raw: 'a=1', headers: { ...headers, 'X-Read': 'yes' } });
    expect(heard.map(({ body }) => body)).to.deep.equal(['b=2', 'a=1']);
    expect((await host.call('POST', '/hooks/unknown')).text).to.equal('the host');
    await host.stop();
  });
});
