import { expect } from 'chai';
import fc from 'fast-check';
import { propertiesOf } from './openapi/json-schema.js';
import { allEndpoints } from './routes/index.js';
import { sessionCookie } from './session-cookie.js';
import { sessionTokens } from './session-token.js';
import { type Answer, inMemoryServices, startServer, type TestServer, testOptions } from './test/server.js';

const endpoints = allEndpoints(inMemoryServices().services, {
  sessionCookie: sessionCookie(testOptions.cookie, sessionTokens(['key']), {
    crossSite: false,
    now: () => 0,
  }),
  cookieName: testOptions.cookie.name,
});

const runs = 40;
const deepest = 20_000;

/** Traces of the inside: a stack, a driver's words, a module's path. */
const inside = /node_modules|\bat \S+:\d+:\d+|Error:|SQLITE|SELECT |\bdist-test\b/;

function expectHarmless(answer: Answer): void {
  expect(answer.status, answer.text).to.be.within(200, 499);
  expect(answer.text).to.not.match(inside);
  if (answer.headers['content-type']?.startsWith('application/json')) answer.json();
}

const nasty = fc.constantFrom(
  '',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  '0',
  '-1',
  '1e400',
  '../../etc/passwd',
  "'; drop table users; --",
  '{{7*7}}',
  '<script>alert(1)</script>',
  '<!--',
  'constructor',
  '__proto__',
  'toString',
  'x'.repeat(5_000),
  '𠮷'.repeat(33),
);

const nastyValue = fc.oneof(
  nasty,
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>({ $ne: 1 }, { $gt: '' }, [null], [[]], [{}], 0, -0, 1e308, 2 ** 53, true, {
    length: 1,
  }),
);

describe('hostile input', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ options: { mode: 'development' } });
  });
  after(() => server.stop());
  afterEach(() => {
    expect(server.reported).to.deep.equal([]);
  });

  for (const { method, path, body, query } of endpoints)
    it(`to ${method} ${path} is never answered 5xx and shows nothing of the inside`, async () => {
      const [me, them] = [await server.signUp('Ann'), await server.signUp('Bob')];
      const good = fc.constantFrom<unknown>(
        me.id,
        them.id,
        [me.id, them.id],
        'PRIVATE',
        'GROUP',
        'hello',
        '86',
        me.phone,
      );
      const value = fc.oneof(good, nastyValue);
      const objectOf = (schema: NonNullable<typeof body>) =>
        fc.record(Object.fromEntries(propertiesOf(schema).map(({ name }) => [name, value])), {
          requiredKeys: [],
        });
      const segment = fc.oneof(fc.constantFrom(me.id, them.id, '0', '86', me.phone), nasty, fc.string());
      const request = fc.record({
        segments: fc.array(segment, { minLength: 3, maxLength: 3 }),
        query: query ? objectOf(query) : fc.constant({}),
        json: body ? fc.oneof(objectOf(body), nastyValue) : fc.constant(undefined),
      });

      await fc.assert(
        fc.asyncProperty(request, async (generated) => {
          const answer = await server.call(method, addressOf(path, generated.segments, generated.query), {
            headers: { cookie: me.cookie },
            json: generated.json,
          });
          expectHarmless(answer);
        }),
        { numRuns: runs },
      );
    });

  it('that is no JSON is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (raw) => {
        const headers = { 'content-type': 'application/json' };
        expectHarmless(await server.call('POST', '/user/login', { headers, raw }));
      }),
      { numRuns: runs },
    );
  });

  it('in cookies and headers signs nobody in', async () => {
    const header = fc.oneof(fc.stringMatching(/^[ -~]{0,60}$/), fc.base64String());
    await fc.assert(
      fc.asyncProperty(header, header, async (value, accept) => {
        const cookie = `${testOptions.cookie.name}=${value}`;
        const headers = { cookie, authorization: `Bearer ${value}`, accept, 'x-request-id': value };
        const answer = await server.call('GET', '/user/groups', { headers });
        expect(answer.status).to.equal(403);
      }),
      { numRuns: runs },
    );
  });

  it('nested deeper than a stack is refused or passed on, and nothing breaks', async () => {
    const { id, cookie } = await server.signUp('Ann');
    const nested = `${'{"a":'.repeat(deepest / 2)}1${'}'.repeat(deepest / 2)}`;
    const raw = `{"conversationType":"PRIVATE","targetId":"${id}","objectName":"x","content":${nested}}`;
    const headers = { cookie, 'content-type': 'application/json' };
    expectHarmless(await server.call('POST', '/misc/send_message', { headers, raw }));
    const lists = '['.repeat(deepest) + ']'.repeat(deepest);
    expectHarmless(await server.call('POST', '/misc/send_message', { headers, raw: `{"content":${lists}}` }));
  });
});

/** `/user/:id` with the segments in place of the parameters; half a surrogate pair cannot be written. */
function addressOf(
  path: string,
  segments: readonly string[],
  query: Readonly<Record<string, unknown>>,
): string {
  let next = 0;
  const encode = (text: string) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '�'));
  const address = path.replace(/:\w+/g, () => encode(segments[next++] ?? ''));
  // An object may have a `toString` that is none.
  const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encode(textOf(value))}`);
  // Longer ones are refused by Node itself.
  return `${address}?${pairs.join('&')}`.slice(0, 8_000);
}
