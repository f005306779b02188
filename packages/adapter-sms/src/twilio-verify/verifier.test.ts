import { expect } from 'chai';
import { listingLog, needs } from '../test/needs.js';
import { providerSuite, settingsOf } from '../test/provider-suite.js';
import { refuse } from '../test/twilio-fake.js';
import { twilioVerifyFake } from '../test/twilio-verify-fake.js';
import { twilioVerify } from './verifier.js';

const ann = { region: '86', number: '13912345678' };

providerSuite(twilioVerify, twilioVerifyFake, {
  required: ['KITH_TWILIO_ACCOUNT_SID', 'KITH_TWILIO_AUTH_TOKEN', 'KITH_TWILIO_VERIFY_SERVICE_SID'],
  codes: {
    20003: 'sms-unavailable',
    20429: 'sms-unavailable',
    20500: 'no error',
    21211: 'phone-invalid',
    21408: 'sms-unavailable',
    60200: 'sms-unavailable',
    60203: 'code-throttled',
  },
});

describe('twilio-verify', () => {
  const opened: Awaited<ReturnType<typeof twilioVerifyFake>>[] = [];
  const open = async () => {
    const fake = await twilioVerifyFake();
    opened.push(fake);
    const log = listingLog();
    const verifier = twilioVerify.create(settingsOf(twilioVerify, fake.environment))(needs({ log }));
    const { reference } = await verifier.start(ann);
    const code = fake.sms[0]?.code ?? '';
    const form = (request: number) =>
      Object.fromEntries(new URLSearchParams(fake.server.requests[request]?.body));
    return { ...fake, verifier, reference, code, log, form };
  };
  after(() => Promise.all(opened.map(({ server }) => server.close())));
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );

  it('has a code made and sent, and checks it by the SID of the verification', async () => {
    const { verifier, reference, code, form } = await open();
    await verifier.check(ann, code, reference);
    expect(form(0)).to.deep.equal({ To: '+8613912345678', Channel: 'sms' });
    expect(form(1)).to.deep.equal({ Code: code, VerificationSid: `VE${'0'.repeat(32)}` });
  });

  it('checks by the number when the answer to the send was lost', async () => {
    const { verifier, server, expireAll, sms, form } = await open();
    expireAll();
    server.setMood('resetting');
    const { reference } = await verifier.start(ann);
    expect(await verifier.check(ann, sms[1]?.code ?? '', reference)).to.equal('right');
    expect(form(2)).to.deep.equal({ Code: sms[1]?.code, To: '+8613912345678' });
  });

  it('gives the same reference when the same code was sent again', async () => {
    const { verifier, reference } = await open();
    expect((await verifier.start(ann)).reference).to.equal(reference);
  });

  it('calls a code expired that the provider has let go of', async () => {
    const { verifier, reference, code, expireAll } = await open();
    expireAll();
    expect(await verifier.check(ann, code, reference)).to.equal('expired');
  });

  it('calls a code expired that is used, and one that was guessed at too often', async () => {
    const used = await open();
    expect(await used.verifier.check(ann, used.code, used.reference)).to.equal('right');
    expect(await used.verifier.check(ann, used.code, used.reference)).to.equal('expired');

    const { verifier, reference, code } = await open();
    const guesses = [];
    for (let guess = 0; guess < 5; guess += 1) guesses.push(await verifier.check(ann, '000000', reference));
    expect(guesses).to.deep.equal(['wrong', 'wrong', 'wrong', 'wrong', 'expired']);
    expect(await verifier.check(ann, code, reference)).to.equal('expired');
  });

  it('asks nobody about what cannot be a code: each check counts', async () => {
    const { verifier, reference, server } = await open();
    for (const text of ['', '123', '12345678901', '12 456', 'abcdef'])
      expect(await verifier.check(ann, text, reference), text).to.equal('wrong');
    expect(server.requests).to.have.length(1);
  });

  for (const status of [
    'canceled',
    'expired',
    'max_attempts_reached',
    'deleted',
    'failed',
    'of another kind',
  ])
    it(`calls a code expired when its verification is ${status}`, async () => {
      const { verifier, reference, code, answerCheck } = await open();
      answerCheck({ status: 200, body: { status, valid: false } });
      expect(await verifier.check(ann, code, reference)).to.equal('expired');
    });

  it('believes a code right only when both status and validity say so', async () => {
    const { verifier, reference, code, answerCheck } = await open();
    answerCheck({ status: 200, body: { status: 'approved', valid: false } });
    expect(await verifier.check(ann, code, reference)).to.equal('wrong');
    answerCheck({ status: 200, body: { status: 'pending', valid: true } });
    expect(await verifier.check(ann, code, reference)).to.equal('wrong');
  });

  for (const [answer, expected] of [
    [refuse(60202, 429), 'expired'],
    [refuse(60200), 'wrong'],
  ] as const)
    it(`calls a code ${expected} after ${JSON.stringify(answer.body)}`, async () => {
      const { verifier, reference, code, answerCheck } = await open();
      answerCheck(answer);
      expect(await verifier.check(ann, code, reference)).to.equal(expected);
    });

  for (const [answer, level] of [
    [refuse(20003), 'error'],
    [refuse(20429), 'warn'],
    [refuse(20500), 'warn'],
    [{ status: 502, body: '<html>' }, 'warn'],
    [{ status: 200, body: { status: 'approved' } }, 'warn'],
  ] as const)
    it(`cannot say after ${answer.status} ${JSON.stringify(answer.body)}, and logs it as ${level}`, async () => {
      const { verifier, reference, code, answerCheck, log } = await open();
      answerCheck(answer);
      expect(await codeOf(verifier.check(ann, code, reference))).to.equal('sms-unavailable');
      expect(log.lines[1]).to.match(new RegExp(`^${level} twilio-verify: code of \\+86 \\*+78`));
    });

  it('cannot say when the provider cannot be reached', async () => {
    const { verifier, reference, code, server } = await open();
    await server.close();
    expect(await codeOf(verifier.check(ann, code, reference))).to.equal('sms-unavailable');
  });

  it('logs neither the number nor the code when it checks', async () => {
    const { verifier, reference, code, log } = await open();
    await verifier.check(ann, code, reference);
    expect(log.lines[1]).to.equal('info twilio-verify: code of +86 *********78 right (approved)');
  });
});
