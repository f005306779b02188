import { expect } from 'chai';
import { callerOf, endpoints, validBody } from './endpoints.js';
import type { Kit } from './kit.js';
import { rawRequest } from './raw-request.js';

/** Requests that no client would send (docs/wire/README.md). */
export function hostileRequestsArea(kit: Kit): void {
  const { describe, it, host, guest, someone, strangerId } = kit;
  const kilobytes = (count: number) => 'a'.repeat(count * 1024);

  describe('a body', () => {
    for (const [what, text] of [
      ['cut short', '{"nickname":'],
      ['not JSON', 'nickname=Ann'],
      ['with a comment', '{"nickname":"Ann"} // x'],
      ['of a text', '"Ann"'],
      ['of a number', '7'],
      ['of null', 'null'],
      ['of a list', '[{"nickname":"Ann"}]'],
    ] as const)
      it(`fixed: ${what} is 400, with and without a session`, async () => {
        await (await someone())
          .post('/user/set_nickname', undefined, { text })
          .refuses(400, 'Malformed JSON.');
        await guest().post('/user/login', undefined, { text }).refuses(400, 'Malformed JSON.');
      });

    it('fixed: over 100 kB is 413, with and without a session', async () => {
      const body = { nickname: kilobytes(101) };
      await (await someone()).post('/user/set_nickname', body).refuses(413, 'Payload Too Large');
      await guest().post('/user/login', body).refuses(413, 'Payload Too Large');
    });

    it('just under 100 kB is read', async () => {
      const body = { nickname: kilobytes(97) };
      await (await someone()).post('/user/set_nickname', body).refuses(400, 'Invalid nickname length.');
    });

    it('nested very deep harms nobody', async () => {
      const deep = (open: string, close: string) => open.repeat(20_000) + close.repeat(20_000);
      for (const value of [deep('[', ']'), deep('{"a":', '}').replace(':}', ':1}')]) {
        const text = `{"nickname":${value}}`;
        const { status } = await (await someone()).post('/user/set_nickname', undefined, { text }).answer();
        expect(status).to.be.oneOf([400, 413]);
      }
    });

    it('with __proto__, constructor and toString as fields changes nothing', async () => {
      const text = '{"__proto__":{"friendId":"x"},"constructor":{"prototype":{"friendId":"x"}},"toString":1}';
      await (await someone()).post('/friendship/agree', undefined, { text }).refuses(400, 'Empty friendId.');
      expect(({} as Record<string, unknown>).friendId).to.equal(undefined);
    });

    it('with fields that nobody knows is read without them', async () => {
      const ann = await someone();
      await ann
        .post('/friendship/agree', { friendId: strangerId(), status: 20, userId: ann.id, id: 1 })
        .refuses(404, 'Unknown friend user or invalid status.');
    });

    it('of another content type counts as empty', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/octet-stream',
        'nonsense',
      ]) {
        const options = { text: '{"region":"86"}', headers: { 'content-type': type } };
        await guest().post('/user/login', undefined, options).refuses(400, 'Empty region.');
      }
    });

    it('that escapes what it need not escape is the same body', async () => {
      const text = '{"friendId":"\\u0067arbage","message":"\\u003ca\\u003e"}';
      await (await someone()).post('/friendship/invite', undefined, { text }).refuses(400, 'Empty friendId.');
    });

    it('that does not arrive is waited for by nobody else', async () => {
      const pending = rawRequest(host().baseUrl, {
        method: 'POST',
        path: '/user/login',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        payload: 'no gzip',
      });
      await (await someone()).get('/user/groups').succeeds([]);
      const { status } = await pending;
      expect(status).to.be.within(400, 499);
    });
  });

  describe('headers', () => {
    it('fixed: no User-Agent is no error', async () => {
      const cookie = (await someone()).cookie() ?? '';
      const { status } = await rawRequest(host().baseUrl, {
        method: 'GET',
        path: '/user/groups',
        headers: { cookie },
      });
      expect(status).to.equal(200);
    });

    it('strange ones harm nobody', async () => {
      const ann = await someone();
      for (const headers of [
        { 'if-none-match': 'x'.repeat(2000) },
        { accept: ';;;,,,=' },
        { 'accept-encoding': 'x;q=9,*;q=' },
        { 'x-forwarded-for': "'; --, ::1" },
        { 'x-request-id': '\t<script>' },
        { authorization: 'Bearer' },
        { origin: 'null' },
      ]) {
        const { status } = await ann.get('/user/groups', { headers }).answer();
        expect(status, JSON.stringify(headers)).to.be.oneOf([200, 403]);
      }
    });
  });

  describe('paths', () => {
    for (const path of [
      '/user/%',
      '/user/%E0%A4%A',
      '/group/%00',
      '/user/..%2f..%2fetc',
      '/friendship/%ff/profile',
      '//',
      '/user/find/86/%',
    ])
      it(`${path} is an error of the caller`, async () => {
        const { status } = await (await someone()).get(path, { undescribed: true }).answer();
        expect(status).to.be.within(400, 499);
      });

    it('of 8000 characters are errors of the caller', async () => {
      const { status } = await (await someone())
        .get(`/user/${'a'.repeat(8000)}`, { undescribed: true })
        .answer();
      expect(status).to.be.within(400, 499);
    });

    it('known ones by another method are 404', async () => {
      const ann = await someone();
      for (const [method, path] of [
        ['PUT', '/user/set_nickname'],
        ['DELETE', '/friendship/all'],
        ['PATCH', '/group/create'],
        ['GET', '/group/create/x/y'],
        ['POST', '/friendship/all'],
      ] as const) {
        const { status } = await ann.call(method, path, {}, { undescribed: true }).answer();
        expect(status, `${method} ${path}`).to.be.oneOf([404, 405]);
      }
    });

    it('with queries of every kind are read', async () => {
      const ann = await someone();
      for (const query of ['?id[$ne]=x', '?id=', '?id&id', '?id[a][b]=c', '?%', '?id=%ff', '?__proto__=x'])
        await ann.get(`/user/batch${query}`, { undescribed: true }).succeeds([]);
    });
  });

  describe('every route with a body', () => {
    for (const endpoint of endpoints.filter(({ open }) => !open))
      it(`${endpoint.path} is closed without a session, whatever is sent`, async () => {
        await guest().post(endpoint.path, {}).refuses(403, 'Not loged in.');
        await guest().post(endpoint.path, validBody(endpoint, strangerId())).refuses(403, 'Not loged in.');
      });

    it('answers many broken requests at once, each with 400', async () => {
      const answers = await Promise.all(
        endpoints.map(async (endpoint) =>
          (await callerOf(endpoint, kit)).post(endpoint.path, { $where: '1' }).answer(),
        ),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal(endpoints.map(() => 400));
    });
  });
}
