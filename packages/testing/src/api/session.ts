import { expect } from 'chai';
import { type Kit, password } from './kit.js';

/** The session cookie (docs/wire/users.md). */
export function sessionArea({
  describe,
  it,
  host,
  guest,
  clientWith,
  someone,
  people,
  newPhone,
  tokenFor,
  pass,
}: Kit): void {
  const notSignedIn = 'Not loged in.';

  async function setCookieOfLogin(): Promise<string> {
    const { phone } = await someone();
    const { cookies } = await guest().post('/user/login', { region: '86', phone, password }).answer();
    expect(cookies).to.have.length(1);
    return cookies[0] ?? '';
  }

  /** Asks for something with these Cookie lines. */
  const asking = (cookie: string | string[]) => guest().get('/user/groups', { headers: { cookie } });

  describe('the cookie', () => {
    it('is set by login: for 30 days, for every path, hidden from scripts', async () => {
      const cookie = await setCookieOfLogin();
      const seconds = host().rules.sessionLifetimeMs / 1000;
      expect(cookie).to.match(new RegExp(`^${host().cookieName}=[^;]+;`));
      expect(cookie).to.match(new RegExp(`; *Max-Age=${seconds}(;|$)`, 'i'));
      expect(cookie).to.match(/; *Path=\/(;|$)/i);
      expect(cookie).to.match(/; *HttpOnly(;|$)/i);
    });

    it('is set by registration, alone', async () => {
      const body = { nickname: 'Ann', password, verification_token: await tokenFor(newPhone()) };
      const { cookies } = await guest().post('/user/register', body).answer();
      expect(cookies).to.have.length(1);
      expect(cookies[0]).to.match(new RegExp(`^${host().cookieName}=[^;]+;`));
    });

    it('is set by nothing else', async () => {
      const ann = await someone();
      for (const path of ['/user/groups', '/user/get_token', `/user/${ann.id}`, '/user/sync/0'])
        expect((await ann.get(path).answer()).cookies, path).to.deep.equal([]);
    });

    it('holds nothing that tells who it is', async () => {
      const { id, phone } = await someone();
      const value = (await setCookieOfLogin()).split('=')[1]?.split(';')[0] ?? '';
      const readable = value.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
      for (const secret of [id, phone, 'Someone']) expect(readable.join(' ')).to.not.include(secret);
    });
  });

  describe('without a good cookie', () => {
    it('every other path is closed', async () => {
      for (const path of ['/user/groups', '/user/batch', '/friendship/all', '/group/x', '/user/sync/0'])
        await guest().get(path).refuses(403, notSignedIn);
      for (const path of ['/user/logout', '/friendship/invite', '/group/create', '/misc/send_message'])
        await guest().post(path, {}).refuses(403, notSignedIn);
    });

    it('an empty one is none', async () => {
      await asking(`${host().cookieName}=`).refuses(403, notSignedIn);
    });

    it('fixed: one that cannot be read is 403, not 500', async () => {
      const tampered = ((await setCookieOfLogin()).split(';')[0] ?? '').replace(/.$/, (last) =>
        last === 'A' ? 'B' : 'A',
      );
      const original = '05dd6d3ed2b2a7209edba470aceb48d8fb0887ff';
      for (const value of ['garbage', original, 'a.b.c', '%00%ff', 'null'])
        await asking(`${host().cookieName}=${value}`).refuses(403, notSignedIn);
      await asking(tampered.slice(0, -8)).refuses(403, notSignedIn);
    });

    it('fixed: an unsigned or foreign token of the right shape is refused', async () => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = part({ sid: 'x', sub: 'x', jti: 'x', exp: 99_999_999_999 });
      for (const alg of ['none', 'HS256'])
        await asking(`${host().cookieName}=${part({ alg, typ: 'JWT' })}.${claims}.c2ln`).refuses(
          403,
          notSignedIn,
        );
    });
  });

  describe('reading it is lenient', () => {
    it('attributes may come back among the pairs, as Android sends them', async () => {
      await asking(await setCookieOfLogin()).succeeds([]);
    });

    it('pairs without a value and strangers among them do no harm, as iOS sends them', async () => {
      const pair = (await setCookieOfLogin()).split(';')[0] ?? '';
      await asking(`25 Dec 2026 10:00:00 GMT; lang=en; ; =; ${pair}; HttpOnly`).succeeds([]);
    });

    it('it may stand in a second Cookie line', async () => {
      const pair = (await setCookieOfLogin()).split(';')[0] ?? '';
      await asking(['lang=en; Path=/', pair]).succeeds([]);
    });
  });

  describe('a bearer token', () => {
    it('is as good as the cookie', async () => {
      const token = (await setCookieOfLogin()).split(';')[0]?.slice(host().cookieName.length + 1);
      await guest()
        .get('/user/groups', { headers: { authorization: `Bearer ${token}` } })
        .succeeds([]);
    });

    it('that is not ours is refused', async () => {
      await guest()
        .get('/user/groups', { headers: { authorization: 'Bearer abc' } })
        .refuses(403, notSignedIn);
      await guest()
        .get('/user/groups', { headers: { authorization: 'Basic YTpi' } })
        .refuses(403, notSignedIn);
    });
  });

  describe('logout', () => {
    it('clears the cookie, with the path it was set for', async () => {
      const [ann] = await people('Ann');
      const { cookies } = await ann.post('/user/logout', {}).answer();
      expect(cookies).to.have.length(1);
      expect(cookies[0]).to.match(new RegExp(`^${host().cookieName}=;`));
      expect(cookies[0]).to.match(/Expires=Thu, 01 Jan 1970|Max-Age=0/i);
      expect(cookies[0]).to.match(/; *Path=\/(;|$)/i);
      await ann.get('/user/groups').refuses(403, notSignedIn);
    });

    it('needs neither body nor Content-Type', async () => {
      const [ann] = await people('Ann');
      await ann.post('/user/logout').succeeds();
    });

    it('fixed: the session is over on the server, not only in the client', async () => {
      const [ann] = await people('Ann');
      const stolen = ann.cookie();
      await ann.post('/user/logout').succeeds();
      await clientWith(stolen).get('/user/groups').refuses(403, notSignedIn);
    });

    it('peer: a session that ended is over under every way of presenting it', async () => {
      const [ann] = await people('Ann');
      const token = ann.cookie()?.split('=')[1] ?? '';
      await ann.post('/user/logout').succeeds();
      await guest()
        .get('/user/groups', { headers: { authorization: `Bearer ${token}` } })
        .refuses(403, notSignedIn);
      await asking([`${host().cookieName}=${token}`, 'x=y']).refuses(403, notSignedIn);
    });

    it("leaves the user's other devices alone", async () => {
      const [ann] = await people('Ann');
      const tablet = await ann.otherDevice();
      await ann.post('/user/logout').succeeds();
      await tablet.get('/user/groups').succeeds([]);
    });
  });

  it('fixed: a session ends by itself after its lifetime', async () => {
    const [ann] = await people('Ann');
    const cookie = ann.cookie();
    await pass(host().rules.sessionLifetimeMs - 1000);
    await clientWith(cookie).get('/user/groups').succeeds([]);
    await pass(2000);
    await clientWith(cookie).get('/user/groups').refuses(403, notSignedIn);
  });
}
