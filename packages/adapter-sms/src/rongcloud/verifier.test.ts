import { expect } from 'chai';
import { listingLog, needs, newYear } from '../test/needs.js';
import { providerSuite, settingsOf } from '../test/provider-suite.js';
import { refuse, rongcloudFake } from '../test/rongcloud-fake.js';
import { rongcloud } from './verifier.js';

const ann = { region: '86', number: '13912345678' };

providerSuite(rongcloud, rongcloudFake, {
  required: ['KITH_RONGCLOUD_APP_KEY', 'KITH_RONGCLOUD_APP_SECRET', 'KITH_RONGCLOUD_SMS_TEMPLATES'],
  codes: {
    1000: 'no error',
    1001: 'sms-unavailable',
    1002: 'sms-unavailable',
    1004: 'sms-unavailable',
    1008: 'code-throttled',
    1009: 'sms-unavailable',
    1010: 'sms-unavailable',
    1011: 'sms-unavailable',
    1012: 'sms-unavailable',
    1013: 'sms-unavailable',
    1050: 'no error',
    9999: 'sms-unavailable',
  },
  lost: 'expired',
});

describe('rongcloud', () => {
  const opened: Awaited<ReturnType<typeof rongcloudFake>>[] = [];
  const open = async () => {
    const fake = await rongcloudFake();
    opened.push(fake);
    const log = listingLog();
    const verifier = rongcloud.create(settingsOf(rongcloud, fake.environment))(needs({ log }));
    return { ...fake, verifier, log };
  };
  const sent = async () => {
    const fake = await open();
    const { reference } = await fake.verifier.start(ann);
    return { ...fake, reference, code: fake.sms[0]?.code ?? '' };
  };
  after(() => Promise.all(opened.map(({ server }) => server.close())));
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );

  it('signs each request anew, with the time in milliseconds', async () => {
    const { verifier, server, reference, code } = await sent();
    await verifier.check(ann, code, reference);
    const nonces = server.requests.map(({ headers }) => headers.nonce);
    expect(new Set(nonces).size).to.equal(2);
    expect(nonces[0]).to.match(/^\d{18}$/);
    expect(server.requests.map(({ headers }) => headers.timestamp)).to.deep.equal([
      String(newYear),
      String(newYear),
    ]);
  });

  it('sends region and number apart, with the template of the language', async () => {
    const { verifier, server, sms } = await open();
    await verifier.start({ region: '44', number: '7911123456' });
    await verifier.start(ann);
    expect(server.requests[0]?.body).to.equal('mobile=7911123456&region=44&templateId=en-template');
    expect(sms.map(({ templateId }) => templateId)).to.deep.equal(['en-template', 'cn-template']);
  });

  it('calls a code wrong that the service calls no success, with code 200', async () => {
    const { verifier, reference, server } = await sent();
    expect(await verifier.check(ann, '000000', reference)).to.equal('wrong');
    expect(server.requests).to.have.length(2);
  });

  it('calls a code expired that is used, and that was guessed at until it answered 430 without a word', async () => {
    const used = await sent();
    expect(await used.verifier.check(ann, used.code, used.reference)).to.equal('right');
    expect(await used.verifier.check(ann, used.code, used.reference)).to.equal('expired');

    const { verifier, reference, code } = await sent();
    const guesses = [];
    for (let guess = 0; guess < 6; guess += 1) guesses.push(await verifier.check(ann, '000000', reference));
    expect(guesses).to.deep.equal(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'expired']);
    expect(await verifier.check(ann, code, reference)).to.equal('expired');
  });

  for (const answer of [
    { status: 429, body: '' },
    { status: 430, body: 'Unsuccessful HTTP response' },
    { status: 429, body: '{}' },
  ])
    it(`calls a code expired after ${answer.status} ${JSON.stringify(answer.body)}`, async () => {
      const { verifier, reference, code, answerCheck } = await sent();
      answerCheck(answer);
      expect(await verifier.check(ann, code, reference)).to.equal('expired');
    });

  for (const [answer, level] of [
    [refuse(1004), 'error'],
    [refuse(1009), 'error'],
    [refuse(1008), 'warn'],
    [refuse(1000), 'warn'],
    [refuse(1013), 'warn'],
    [{ status: 502, body: '<html>' }, 'warn'],
    [{ status: 200, body: { code: 200, success: 'true' } }, 'warn'],
    [{ status: 200, body: { code: 200 } }, 'warn'],
  ] as const)
    it(`cannot say after ${answer.status} ${JSON.stringify(answer.body)}, and logs it as ${level}`, async () => {
      const { verifier, reference, code, answerCheck, log } = await sent();
      answerCheck(answer);
      expect(await codeOf(verifier.check(ann, code, reference))).to.equal('sms-unavailable');
      expect(log.lines[1]).to.match(new RegExp(`^${level} rongcloud: code of \\+86 \\*+78`));
    });

  for (const body of [{ code: 200 }, { code: 200, sessionId: '' }, { code: 200, sessionId: 'x'.repeat(161) }])
    it(`takes an SMS for sent, whose code nobody can check, after ${JSON.stringify(body).slice(0, 40)}`, async () => {
      const { verifier, answerSend, log } = await open();
      answerSend({ status: 200, body });
      const { reference } = await verifier.start(ann);
      expect(await verifier.check(ann, '123456', reference)).to.equal('expired');
      expect(log.lines[0]).to.match(/^warn rongcloud: SMS to \+86 \*+78 uncertain/);
    });

  for (const [answer, expected] of [
    [{ status: 429, body: '' }, 'sms-unavailable'],
    [{ status: 430, body: '' }, 'sms-unavailable'],
    [{ status: 503, body: '' }, 'no error'],
    [{ status: 500, body: { code: 7777 } }, 'no error'],
  ] as const)
    it(`answers ${expected} to a send that is answered ${answer.status} ${JSON.stringify(answer.body)}`, async () => {
      const { verifier, answerSend } = await open();
      answerSend(answer);
      expect(await codeOf(verifier.start(ann))).to.equal(expected);
    });
});
