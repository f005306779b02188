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
    ] as const)
      it(`fixed: ${what} is 400, with and without a session`, async () => {
        await (await someone())
          .post('/user/set_nickname', undefined, { text })
          .refuses(400, 'Malformed JSON.');
        await guest().post('/user/login', undefined, { text }).refuses(400, 'Malformed JSON.');
      });

    it('fixed: over 100 kB is 413, with and without a session', async () => {
      const body = { nickname: kilobytes(101) };
      await (await someone()).post('/user/set_nickname', body).refuses(413, /./);
      await guest().post('/user/login', body).refuses(413, /./);
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
      await (await someone()).post('/friendship/agree', undefined, { text }).refuses(400, /./);
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

    it('packed badly is an error of the caller, and holds up nobody else', async () => {
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

  describe('every route', () => {
    const paths = [...endpoints, { path: '/user/logout' }, { path: '/user/upload_contacts' }].map(
      ({ path }) => path,
    );

    it('fixed: with a body refuses what is no JSON', async () => {
      for (const path of paths)
        await (await someone()).post(path, undefined, { text: '{' }).refuses(400, 'Malformed JSON.');
    });

    it('with a body refuses what is too large, or packed in a way it does not know', async () => {
      const packed = { text: 'x', headers: { 'content-encoding': 'nonsense' } };
      for (const path of paths) {
        await (await someone()).post(path, { x: kilobytes(101) }).refuses(413, /./);
        await (await someone()).post(path, undefined, packed).refuses(415, /./);
      }
    });

    it('with a body that is not read is closed without a session too', async () => {
      for (const path of ['/user/logout', '/user/upload_contacts'])
        await guest().post(path, {}).refuses(403, 'Not loged in.');
    });

    for (const path of [
      '/user/groups',
      '/user/batch',
      '/user/blacklist',
      '/user/get_token',
      '/user/get_image_token',
      '/user/x',
      '/user/find/86/13912345678',
      '/user/sync/0',
      '/friendship/all',
      '/friendship/x/profile',
      '/group/x',
      '/group/x/members',
    ])
      it(`${path} is closed without a session`, () => guest().get(path).refuses(403, 'Not loged in.'));

    for (const endpoint of endpoints.filter(({ open }) => !open))
      it(`${endpoint.path} is closed without a session, whatever is sent`, async () => {
        await guest().post(endpoint.path, {}).refuses(403, 'Not loged in.');
        await guest().post(endpoint.path, validBody(endpoint, strangerId())).refuses(403, 'Not loged in.');
      });

    it('with a body answers many broken requests at once, each with 400', async () => {
      const answers = await Promise.all(
        endpoints.map(async (endpoint) =>
          (await callerOf(endpoint, kit)).post(endpoint.path, { $where: '1' }).answer(),
        ),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal(endpoints.map(() => 400));
    });
  });
}
