import { sessionId } from '@kith/core';
import { expect } from 'chai';
import { base64url, SignJWT } from 'jose';
import { cookieValues } from './session-cookie.js';
import { sessionTokens } from './session-token.js';
import { startServer, type TestServer, testOptions } from './test/server.js';

describe('reading cookies', () => {
  const name = 'rong_auth_cookie';
  const cases: Readonly<Record<string, string>> = {
    'a plain pair': `${name}=token`,
    'a pair among others': `theme=dark; ${name}=token; lang=en`,
    'a whole Set-Cookie line, as Android sends it back': `${name}=token; Max-Age=2592000; Path=/; HttpOnly`,
    'a line cut at the comma of its date, as iOS sends it back': `${name}=token; Max-Age=2592000; Expires=Thu; 24 Dec 2026 22:45:32 GMT; HttpOnly`,
    'a line with its comma': `${name}=token; Expires=Thu, 24 Dec 2026 22:45:32 GMT; HttpOnly`,
    'the pair after a cut date': `24 Dec 2026 22:45:32 GMT; HttpOnly, ${name}=token`,
    'a quoted value': `${name}="token"`,
    'no blanks': `a=b;${name}=token;c`,
  };
  for (const [what, header] of Object.entries(cases))
    it(`finds the value in ${what}`, () => {
      expect(cookieValues(header, name)).to.deep.equal(['token']);
    });

  it('gives every value of the name, in order', () => {
    expect(cookieValues(`${name}=old; ${name}=new`, name)).to.deep.equal(['old', 'new']);
  });

  for (const header of ['', `${name}=`, `${name}`, `x${name}=token`, `${name}2=token`, '=;=;', 'HttpOnly'])
    it(`finds nothing in ${JSON.stringify(header)}`, () => {
      expect(cookieValues(header, name)).to.deep.equal([]);
    });
});

describe('session tokens', () => {
  const session = sessionId('the-session');

  it('name the session they were issued for', async () => {
    const tokens = sessionTokens(['a key']);
    expect(await tokens.read(await tokens.issue(session))).to.equal(session);
  });

  it('stay good when their key is retired from signing, and end when it is removed', async () => {
    const token = await sessionTokens(['old']).issue(session);
    expect(await sessionTokens(['new', 'old']).read(token)).to.equal(session);
    expect(await sessionTokens(['new']).read(token)).to.equal(null);
  });

  it('are signed by the first key', async () => {
    const token = await sessionTokens(['new', 'old']).issue(session);
    expect(await sessionTokens(['new']).read(token)).to.equal(session);
  });

  it('are refused when a character of them is changed', async () => {
    const tokens = sessionTokens(['a key']);
    const token = await tokens.issue(session);
    for (const place of [5, token.indexOf('.') + 5, token.lastIndexOf('.') + 5]) {
      const changed = token[place] === 'A' ? 'B' : 'A';
      expect(await tokens.read(token.slice(0, place) + changed + token.slice(place + 1))).to.equal(null);
    }
  });

  it('are refused under another algorithm, or none', async () => {
    const key = 'a key that is long enough for every one of the algorithms there are';
    const tokens = sessionTokens([key]);
    const bytes = new TextEncoder().encode(key);
    const part = (value: object) => base64url.encode(JSON.stringify(value));
    const unsigned = `${part({ alg: 'none' })}.${part({ jti: session })}.`;
    const stronger = await new SignJWT().setProtectedHeader({ alg: 'HS512' }).setJti(session).sign(bytes);
    expect(await tokens.read(unsigned)).to.equal(null);
    expect(await tokens.read(stronger)).to.equal(null);
  });

  it('need a key', () => {
    expect(() => sessionTokens([])).to.throw('authKeys');
    expect(() => sessionTokens(['key', ''])).to.throw('authKeys');
  });
});

describe('the session', () => {
  let server: TestServer;
  let cookie: string;
  before(async () => {
    server = await startServer();
    ({ cookie } = await server.signUp('Ann'));
  });
  after(() => server.stop());

  const groups = (headers: Record<string, string | string[]>) =>
    server.call('GET', '/user/groups', { headers });

  it('is read from several Cookie headers', async () => {
    expect((await groups({ cookie: ['theme=dark', `${cookie}; Path=/`] })).status).to.equal(200);
  });

  it('is the one that is good, when an old cookie stands before it', async () => {
    expect((await groups({ cookie: `rong_auth_cookie=old; ${cookie}` })).status).to.equal(200);
  });

  it('may come as a bearer token', async () => {
    const token = cookie.slice(cookie.indexOf('=') + 1);
    expect((await groups({ authorization: `Bearer ${token}` })).status).to.equal(200);
    expect((await groups({ authorization: 'Bearer nonsense' })).status).to.equal(403);
  });

  for (const given of ['', 'rong_auth_cookie=', 'rong_auth_cookie=05dd6d3ed2b2a7209edba470aceb48d8fb0887ff'])
    it(`is missing with the cookie ${JSON.stringify(given)}: 403, never 500`, async () => {
      const answer = await groups({ cookie: given });
      expect(answer.status).to.equal(403);
      expect(answer.text).to.equal('Not loged in.');
    });

  it('needs no User-Agent', async () => {
    expect((await groups({ cookie })).status).to.equal(200);
  });
});

describe('the session cookie', () => {
  const cookieOf = async (options: Partial<typeof testOptions>): Promise<string> => {
    const server = await startServer({ options });
    try {
      const { cookie } = await server.signUp('Ann');
      const { headers } = await server.call('POST', '/user/logout', { headers: { cookie } });
      return headers['set-cookie']?.[0] ?? '';
    } finally {
      await server.stop();
    }
  };
  const { cookie } = testOptions;

  it('is cleared with the domain and path it was set with', async () => {
    expect(await cookieOf({ cookie: { ...cookie, domain: 'example.com' } })).to.equal(
      'rong_auth_cookie=; Max-Age=0; Domain=example.com; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly',
    );
  });

  it('goes to other sites of the allow-list over HTTPS, and nowhere else without one', async () => {
    const secure = { cookie: { ...cookie, secure: true } };
    expect(await cookieOf(secure)).to.match(/; Secure; SameSite=None$/);
    expect(await cookieOf({ ...secure, corsOrigins: [] })).to.match(/; Secure; SameSite=Lax$/);
  });
});
