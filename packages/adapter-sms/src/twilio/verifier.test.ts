import { expect } from 'chai';
import { SmsSettingsError } from '../provider.js';
import { needs } from '../test/needs.js';
import { providerSuite, settingsOf } from '../test/provider-suite.js';
import { basic, twilioFake } from '../test/twilio-fake.js';
import { twilio } from './verifier.js';

const ann = { region: '86', number: '13912345678' };
const joe = { region: '1', number: '2025550123' };
const digits = { random: { digits: () => '123456', uuid: () => '' } };
const apiKey = `SK${'c3'.repeat(16)}`;
const account = `AC${'0'.repeat(32)}`;

providerSuite(twilio, twilioFake, {
  required: ['KITH_TWILIO_ACCOUNT_SID', 'KITH_TWILIO_AUTH_TOKEN', 'KITH_TWILIO_FROM'],
  codes: {
    20003: 'sms-unavailable',
    20429: 'sms-unavailable',
    20500: 'no error',
    21211: 'phone-invalid',
    21408: 'sms-unavailable',
    21606: 'sms-unavailable',
    21608: 'sms-unavailable',
    21610: 'phone-invalid',
    21612: 'sms-unavailable',
    21614: 'phone-invalid',
    60203: 'code-throttled',
    99999: 'sms-unavailable',
  },
});

describe('twilio', () => {
  const opened: Awaited<ReturnType<typeof twilioFake>>[] = [];
  const open = async (environment: Readonly<Record<string, string>> = {}, authorization?: string) => {
    const fake = await twilioFake(authorization);
    opened.push(fake);
    const settings = settingsOf(twilio, { ...fake.environment, ...environment });
    return { ...fake, verifier: twilio.create(settings)(needs(digits)) };
  };
  after(() => Promise.all(opened.map(({ server }) => server.close())));

  it('sends one form, signed by the account', async () => {
    const { verifier, server, environment } = await open({ KITH_SMS_APP_NAME: 'Chat' });
    await verifier.start(joe);
    const [request] = server.requests;
    const { KITH_TWILIO_ACCOUNT_SID: sid, KITH_TWILIO_AUTH_TOKEN: token } = environment;
    expect(request?.target).to.equal(`/2010-04-01/Accounts/${sid}/Messages.json`);
    expect(request?.headers.authorization).to.equal(basic(String(sid), String(token)));
    expect(Object.fromEntries(new URLSearchParams(request?.body))).to.deep.equal({
      To: '+12025550123',
      Body: '[Chat] Your verification code is 123456. Do not share it with anyone.',
      From: '+15550001111',
    });
  });

  it('makes of ACtest and token what Twilio documents', () => {
    expect(basic('ACtest', 'token')).to.equal('Basic QUN0ZXN0OnRva2Vu');
  });

  it('writes in the language of the region', async () => {
    const { verifier, sms } = await open();
    await verifier.start(ann);
    expect(sms[0]?.text).to.equal('\u3010Kith\u3011您的验证码是123456，请勿告诉他人。');
  });

  it('asks as an API key where there is one, for the account that is charged', async () => {
    const key = { KITH_TWILIO_API_KEY: apiKey, KITH_TWILIO_API_SECRET: 'secret' };
    const { verifier, sms } = await open(key, basic(apiKey, 'secret'));
    await verifier.start(joe);
    expect(sms).to.have.length(1);
  });

  it('sends by a messaging service in place of a number', async () => {
    const service = `MG${'d4'.repeat(16)}`;
    const { verifier, server } = await open({ KITH_TWILIO_MESSAGING_SERVICE_SID: service });
    await verifier.start(joe);
    const form = new URLSearchParams(server.requests[0]?.body);
    expect([...form.keys()]).to.deep.equal(['To', 'Body', 'MessagingServiceSid']);
    expect(form.get('MessagingServiceSid')).to.equal(service);
  });

  it('lets a number wait ten minutes that was sent too many', async () => {
    const { verifier, failWith } = await open();
    failWith('60203');
    const failure = await verifier.start(joe).catch((error: unknown) => error);
    expect(failure).to.have.deep.property('data', { retryAfterMs: 600_000 });
  });

  for (const status of ['failed', 'undelivered'])
    it(`says so when a text was taken on and ${status} at once`, async () => {
      const { verifier, setStatus } = await open();
      setStatus(status);
      expect(await verifier.start(joe).catch((error: unknown) => error)).to.have.property(
        'code',
        'sms-unavailable',
      );
    });

  it('takes an answer of another shape for an SMS that may be out', async () => {
    const { verifier, setStatus, server } = await open();
    setStatus(undefined as unknown as string);
    await verifier.start(joe);
    expect(server.requests).to.have.length(1);
  });

  it('needs the secret of an API key in place of the auth token', () => {
    const settings = settingsOf(twilio, {
      KITH_TWILIO_ACCOUNT_SID: account,
      KITH_TWILIO_API_KEY: apiKey,
      KITH_TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}`,
    });
    expect(() => twilio.create(settings))
      .to.throw(SmsSettingsError)
      .with.deep.property('problems', ['KITH_TWILIO_API_SECRET is not set: twilio needs it']);
  });

  for (const [name, value] of [
    ['KITH_TWILIO_ACCOUNT_SID', 'AC123'],
    ['KITH_TWILIO_API_KEY', account],
    ['KITH_TWILIO_FROM', '5550001111000'],
    ['KITH_TWILIO_MESSAGING_SERVICE_SID', account],
    ['KITH_TWILIO_URL', 'ftp://here'],
  ] as const)
    it(`refuses ${value} as ${name}`, () => {
      expect(() => settingsOf(twilio, { [name]: value })).to.throw();
    });
});
