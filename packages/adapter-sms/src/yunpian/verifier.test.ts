import { expect } from 'chai';
import { listingLog, needs } from '../test/needs.js';
import { providerSuite, settingsOf } from '../test/provider-suite.js';
import { yunpianFake } from '../test/yunpian-fake.js';
import { yunpian } from './verifier.js';

const ann = { region: '86', number: '13912345678' };
const digits = { random: { digits: () => '123456', uuid: () => '' } };

providerSuite(yunpian, yunpianFake, {
  required: ['KITH_YUNPIAN_API_KEY', 'KITH_YUNPIAN_TEMPLATES'],
  codes: {
    '1': 'sms-unavailable',
    '2': 'phone-invalid',
    '3': 'sms-unavailable',
    '4': 'sms-unavailable',
    '5': 'sms-unavailable',
    '7': 'sms-unavailable',
    '9': 'code-throttled',
    '10': 'phone-invalid',
    '13': 'sms-unavailable',
    '17': 'code-throttled',
    '20': 'sms-unavailable',
    '22': 'code-throttled',
    '23': 'sms-unavailable',
    '28': 'sms-unavailable',
    '40': 'sms-unavailable',
    '-1': 'sms-unavailable',
    '-2': 'sms-unavailable',
    '-3': 'sms-unavailable',
    '-4': 'sms-unavailable',
    '-5': 'sms-unavailable',
    '-50': 'no error',
    '999': 'sms-unavailable',
  },
});

describe('yunpian', () => {
  let fake: Awaited<ReturnType<typeof yunpianFake>>;
  beforeEach(async () => {
    fake = await yunpianFake();
  });
  afterEach(() => fake.server.close());
  const verifier = (environment: Readonly<Record<string, string>> = {}, log = listingLog()) =>
    yunpian.create(settingsOf(yunpian, { ...fake.environment, ...environment }))(needs({ ...digits, log }));

  it('encodes the code as a pair, and the pair as a field', async () => {
    await verifier().start(ann);
    expect(fake.server.requests[0]?.body).to.equal(
      'apikey=0123456789abcdef0123456789abcdef&mobile=13912345678&tpl_id=1234&tpl_value=%2523code%2523%3D123456',
    );
  });

  it('writes the plus of a number abroad as %2B, and picks the template of its language', async () => {
    await verifier().start({ region: '1', number: '2025550123' });
    expect(fake.server.requests[0]?.body).to.include('mobile=%2B12025550123&tpl_id=9007199254740993&');
  });

  it('has one host for mainland China and one for the world', async () => {
    const world = await yunpianFake();
    const both = verifier({ KITH_YUNPIAN_WORLD_URL: world.server.url });
    await both.start(ann);
    await both.start({ region: '852', number: '51234567' });
    expect(fake.sms.map(({ to }) => to)).to.deep.equal(['+8613912345678']);
    expect(world.sms.map(({ to }) => to)).to.deep.equal(['+85251234567']);
    await world.server.close();
  });

  it('is reached over https unless told otherwise', () => {
    expect(settingsOf(yunpian, {})).to.include({
      KITH_YUNPIAN_URL: 'https://sms.yunpian.com',
      KITH_YUNPIAN_WORLD_URL: 'https://us.yunpian.com',
    });
  });

  it('sends approved texts in place of templates, when there are some', async () => {
    const texts = 'zh_cn=\u3010Kith\u3011#code#\u3002,en=\u3010Kith\u3011Your code, once: #code#';
    const both = verifier({ KITH_YUNPIAN_TEXTS: texts });
    await both.start(ann);
    await both.start({ region: '44', number: '7911123456' });
    const sent = fake.server.requests.map(({ target, body }) => [
      target,
      new URLSearchParams(body).get('text'),
    ]);
    expect(sent).to.deep.equal([
      ['/v2/sms/single_send.json', '\u3010Kith\u3011123456\u3002'],
      ['/v2/sms/single_send.json', '\u3010Kith\u3011Your code, once: 123456'],
    ]);
  });

  it('needs no template where it has texts, and no text without a place for the code', () => {
    const texts = { KITH_YUNPIAN_API_KEY: 'x', KITH_YUNPIAN_TEXTS: 'en=It is #code#' };
    expect(() => yunpian.create(settingsOf(yunpian, texts))).not.to.throw();
    expect(() => settingsOf(yunpian, { KITH_YUNPIAN_TEXTS: 'en=hello' })).to.throw('en: has no #code#');
  });

  it('names the SMS by a number of 64 bits, to the last digit', async () => {
    const log = listingLog();
    await verifier({}, log).start(ann);
    expect(log.lines[0]).to.include('sid 9007199254740993');
  });

  const waits = { 9: 300_000, 17: 86_400_000, 22: 3_600_000 } as const;
  for (const [code, retryAfterMs] of Object.entries(waits))
    it(`lets a number wait ${retryAfterMs} ms after code ${code}`, async () => {
      fake.failWith(code);
      const failure = await verifier()
        .start(ann)
        .catch((error: unknown) => error);
      expect(failure).to.have.deep.property('data', { retryAfterMs });
    });
});
