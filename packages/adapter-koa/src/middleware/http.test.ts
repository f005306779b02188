import { expect } from 'chai';
import type { AccessLine } from '../index.js';
import { type Sending, startServer, type TestServer } from '../test/server.js';

describe('over HTTP', () => {
  let server: TestServer;
  let cookie: string;
  const lines: AccessLine[] = [];
  before(async () => {
    server = await startServer({ options: { log: (line) => lines.push(line) } });
    ({ cookie } = await server.signUp('Ann'));
  });
  after(() => server.stop());

  const post = (path: string, sending: Sending = {}) =>
    server.call('POST', path, { ...sending, headers: { cookie, ...sending.headers } });
  const get = (path: string, headers: Record<string, string> = {}) =>
    server.call('GET', path, { headers: { cookie, ...headers } });

  describe('a body', () => {
    it('may be missing, with its Content-Type', async () => {
      expect((await post('/friendship/agree')).text).to.equal('Empty friendId.');
    });

    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/xml',
    ])
      it(`counts as none when it is ${type}`, async () => {
        const answer = await post('/friendship/agree', {
          raw: '{"friendId":"x"}',
          headers: { 'content-type': type },
        });
        expect(answer.text).to.equal('Empty friendId.');
      });

    for (const raw of ['{', '"text"', '7', 'null', '{"a":1}}', '{"__proto__":{"admin":true}}'])
      it(`that reads ${raw} is malformed: 400, before anybody is asked to sign in`, async () => {
        const answer = await server.call('POST', '/friendship/agree', {
          raw,
          headers: { 'content-type': 'application/json' },
        });
        expect(answer.status).to.equal(400);
        expect(answer.text).to.equal('Malformed JSON.');
      });

    it('that is a list has no fields', async () => {
      expect((await post('/friendship/agree', { json: [{ friendId: 'x' }] })).text).to.equal(
        'Empty friendId.',
      );
    });

    it('over 100 kB is 413', async () => {
      const answer = await post('/user/set_nickname', { json: { nickname: 'a'.repeat(100 * 1024) } });
      expect(answer.status).to.equal(413);
    });

    it('in an unknown encoding is 415', async () => {
      const answer = await post('/user/set_nickname', {
        json: { nickname: 'a' },
        headers: { 'content-encoding': 'rot13' },
      });
      expect(answer.status).to.equal(415);
    });
  });

  describe('an answer', () => {
    it('is private, whatever it says', async () => {
      for (const path of [
        '/user/groups',
        '/user/nobody',
        '/no/such/path',
        '/misc/latest_update?version=9.0.0',
      ])
        expect((await get(path)).headers['cache-control'], path).to.equal('private');
      expect((await post('/friendship/agree')).headers['cache-control']).to.equal('private');
      expect((await server.call('GET', '/user/groups')).headers['cache-control']).to.equal('private');
    });

    it('is JSON, or text labelled as HTML in which nothing runs', async () => {
      expect((await get('/user/groups')).headers['content-type']).to.equal('application/json; charset=utf-8');
      const { headers } = await get('/user/nobody');
      expect(headers['content-type']).to.equal('text/html; charset=utf-8');
      expect(headers['x-content-type-options']).to.equal('nosniff');
      expect(headers['content-security-policy']).to.include("default-src 'none'");
    });

    it('has no Content-Type when there is nothing to tell', async () => {
      const { status, headers, text } = await get('/misc/latest_update?version=9.0.0');
      expect({ status, text }).to.deep.equal({ status: 204, text: '' });
      expect(headers).to.not.have.property('content-type');
    });

    it('is left out for those who have it', async () => {
      const { headers } = await get('/user/groups');
      expect(headers.etag).to.match(/^W\//);
      const again = await get('/user/groups', { 'if-none-match': headers.etag ?? '' });
      expect({ status: again.status, text: again.text }).to.deep.equal({ status: 304, text: '' });
    });

    it('is compressed when it is long', async () => {
      const { headers } = await get('/openapi.json', { 'accept-encoding': 'gzip' });
      expect(headers['content-encoding']).to.equal('gzip');
      expect((await get('/user/groups', { 'accept-encoding': 'gzip' })).headers).to.not.have.property(
        'content-encoding',
      );
    });

    it('repeats the request id when that is harmless', async () => {
      expect((await get('/user/groups', { 'x-request-id': 'abc-1' })).headers['x-request-id']).to.equal(
        'abc-1',
      );
      expect((await get('/user/groups', { 'x-request-id': 'a b' })).headers['x-request-id']).to.match(
        /^[\w-]{36}$/,
      );
    });

    it('is a problem for those who ask for one', async () => {
      const accept = { accept: 'application/problem+json' };
      const unknown = await get('/user/nobody', accept);
      expect(unknown.headers['content-type']).to.equal('application/problem+json');
      expect(unknown.json()).to.deep.equal({
        type: 'urn:kith:error:user-unknown',
        title: 'Unknown user.',
        status: 404,
      });
      const empty = await post('/friendship/agree', { headers: accept });
      expect(empty.json()).to.include({ status: 400, field: 'friendId' });
    });

    it('is a problem with a status of its own where others get a code', async () => {
      const json = { region: '86', phone: '13811112222', password: 'nothing' };
      const usual = await server.call('POST', '/user/login', { json, headers: { accept: '*/*' } });
      expect({ status: usual.status, body: usual.json() }).to.deep.equal({
        status: 200,
        body: { code: 1000 },
      });
      const problem = await server.call('POST', '/user/login', {
        json,
        headers: { accept: 'application/problem+json, */*;q=0.1' },
      });
      expect(problem.status).to.equal(401);
      expect(problem.json()).to.include({ code: 1000, status: 401 });
    });
  });

  describe('a path', () => {
    it('matches whatever its case and with a slash at its end', async () => {
      expect((await get('/USER/groups/')).status).to.equal(200);
    });

    it('that is open is compared exactly', async () => {
      expect((await server.call('POST', '/USER/login')).status).to.equal(403);
      expect((await server.call('POST', '/user/login/')).status).to.equal(403);
      expect((await server.call('POST', '/user/login')).status).to.equal(400);
    });

    it('that is open stays open for other methods', async () => {
      const answer = await server.call('GET', '/user/send_code');
      expect({ status: answer.status, text: answer.text }).to.deep.equal({
        status: 404,
        text: 'Unknown user.',
      });
    });

    it('that is unknown is 403 to strangers and 404, escaped, to others', async () => {
      expect((await server.call('GET', '/no/such')).status).to.equal(403);
      const answer = await get('/no/<script>&');
      expect(answer.status).to.equal(404);
      expect(answer.text).to.equal('Cannot GET /no/&lt;script&gt;&amp;');
    });

    for (const path of ['/user/%E0%A4%A', '/user/%00', '/user/..%2f', '//evil.example', '/user/sync/%20'])
      it(`like ${path} does no harm`, async () => {
        expect((await get(path)).status).to.be.within(400, 404);
      });

    it('answers HEAD like GET, without the body', async () => {
      const answer = await server.call('HEAD', '/user/groups', { headers: { cookie } });
      expect({ status: answer.status, text: answer.text }).to.deep.equal({ status: 200, text: '' });
      expect(answer.headers['content-type']).to.equal('application/json; charset=utf-8');
    });

    it('answers a method that it does not have with 404', async () => {
      expect((await server.call('DELETE', '/user/groups', { headers: { cookie } })).status).to.equal(404);
    });
  });

  describe('CORS', () => {
    const preflight = (origin: string) =>
      server.call('OPTIONS', '/user/groups', {
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });

    it('lets pages of a listed origin call with the cookie', async () => {
      const { status, headers } = await preflight('https://chat.example.com');
      expect(status).to.equal(204);
      expect(headers).to.include({
        'access-control-allow-origin': 'https://chat.example.com',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
        'access-control-allow-headers': 'content-type',
      });
    });

    it('tells other origins nothing', async () => {
      const { status, headers } = await preflight('https://evil.example');
      expect(status).to.equal(204);
      expect(headers).to.not.have.property('access-control-allow-origin');
      const answer = await get('/user/groups', { origin: 'https://evil.example' });
      expect(answer.headers).to.not.have.property('access-control-allow-origin');
      expect(answer.headers.vary).to.include('Origin');
    });

    it('holds for errors too', async () => {
      const { headers } = await server.call('GET', '/user/groups', {
        headers: { origin: 'https://chat.example.com' },
      });
      expect(headers['access-control-allow-origin']).to.equal('https://chat.example.com');
    });

    it('answers every OPTIONS before anybody signs in', async () => {
      expect((await server.call('OPTIONS', '/no/such')).status).to.equal(204);
    });
  });

  it('logs the route and who called it, never the address', async () => {
    lines.length = 0;
    await get('/user/find/86/13912345678?secret=1');
    await server.call('GET', '/no/such/13912345678');
    expect(lines).to.have.length(2);
    expect(lines[0]).to.include({ method: 'GET', route: '/user/find/:region/:phone', status: 404 });
    expect(lines[0]?.userId).to.match(/^\w+$/);
    expect(lines[1]).to.include({ route: null, status: 403, userId: null });
    expect(JSON.stringify(lines)).to.not.match(/13912345678|secret/);
  });
});
