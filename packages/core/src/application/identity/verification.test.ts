import { expect } from 'chai';
import { DomainError } from '../../domain/errors.js';
import { developmentRules } from '../../domain/rules.js';
import { ann, bob, type Kith, kithInMemory, outcomes, refusal } from '../../test/kith.js';
import { verifyCode } from './verify-code.js';

const second = 1_000;
const minute = 60 * second;
const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('sending a code', () => {
  let kith: Kith;
  beforeEach(() => {
    kith = kithInMemory();
  });

  it('puts an SMS on its way, and stores no code', async () => {
    await kith.sendCode(ann);
    const code = kith.smsVerifier.lastCode(ann);
    const stored = await kith.unitOfWork.read(({ verifications }) => verifications.find(ann));
    expect(code).to.match(/^\d{6}$/);
    expect(JSON.stringify(stored)).not.to.include(code);
  });

  for (const phone of [
    { region: '86', number: '20012341234' },
    { region: '86', number: '130qwerasdf' },
    { region: '', number: ann.number },
    { region: '86', number: '' },
  ])
    it(`is refused for +${phone.region} ${phone.number}`, async () => {
      await refusal(kith.sendCode(phone), 'phone-invalid');
      expect(kith.smsVerifier.inbox).to.have.length(0);
    });

  it('takes every region, written with + or without', async () => {
    await kith.sendCode({ region: '+86', number: '16612345678' });
    await kith.sendCode({ region: '44', number: '7911123456' });
    expect(kith.smsVerifier.inbox.map(({ phone }) => phone.region)).to.deep.equal(['86', '44']);
  });

  it('is refused for 60 s after the last', async () => {
    await kith.sendCode(ann);
    kith.clock.advance(minute - 1);
    expect(await refusal(kith.sendCode(ann), 'code-throttled')).to.deep.equal({ retryAfterMs: 1 });
    await kith.sendCode(bob);
    kith.clock.advance(1);
    await kith.sendCode(ann);
  });

  it('is refused for 5 s in development', async () => {
    const development = kithInMemory({ rules: developmentRules });
    await development.sendCode(ann);
    development.clock.advance(5 * second - 1);
    await refusal(development.sendCode(ann), 'code-throttled');
    development.clock.advance(1);
    await development.sendCode(ann);
  });

  it('sends one SMS when it is asked for ten times at once', async () => {
    const works = Array.from({ length: 10 }, () => kith.sendCode(ann));
    expect(await outcomes(works)).to.deep.equal({ fine: 1, 'code-throttled': 9 });
    expect(kith.smsVerifier.inbox).to.have.length(1);
  });

  it('that failed may be tried again at once, and leaves the code before it good', async () => {
    await kith.sendCode(ann);
    const code = kith.smsVerifier.lastCode(ann);
    kith.clock.advance(minute);
    kith.smsVerifier.failNext();
    await refusal(kith.sendCode(ann), 'sms-unavailable');
    await kith.verifyCode(ann, code);
    await kith.sendCode(ann);
  });

  it('that the provider refused for the number may be tried again at once', async () => {
    const start = () => Promise.reject(new DomainError('phone-invalid'));
    const { sendCode } = kithInMemory({}, { smsVerifier: { ...kith.smsVerifier, start } });
    await refusal(sendCode(ann), 'phone-invalid');
    await refusal(sendCode(ann), 'phone-invalid');
  });

  it('that the provider finds too often keeps the number waiting', async () => {
    const start = () => Promise.reject(new DomainError('code-throttled', { retryAfterMs: 7 }));
    const { sendCode } = kithInMemory({}, { smsVerifier: { ...kith.smsVerifier, start } });
    expect(await refusal(sendCode(ann), 'code-throttled')).to.deep.equal({ retryAfterMs: 7 });
    expect(await refusal(sendCode(ann), 'code-throttled')).to.deep.equal({ retryAfterMs: minute });
  });

  it('that broke in an unknown way keeps the number waiting: the SMS may be out', async () => {
    const broken = { ...kith.smsVerifier, start: () => Promise.reject(new Error('timeout')) };
    const { sendCode } = kithInMemory({}, { smsVerifier: broken });
    expect(await sendCode(ann).catch(String)).to.equal('Error: timeout');
    await refusal(sendCode(ann), 'code-throttled');
  });
});

describe('verifying a code', () => {
  let kith: Kith;
  beforeEach(() => {
    kith = kithInMemory();
  });
  const wrong = 'no code';

  it('gives a random token', async () => {
    expect(await kith.tokenFor(ann)).to.match(uuid4);
  });

  it('is refused for a number that was sent none, and for what is no number', async () => {
    await refusal(kith.verifyCode(bob, '123456'), 'phone-unknown');
    await refusal(kith.verifyCode({ region: '86', number: '10000000000' }, '123456'), 'phone-unknown');
    await refusal(kith.verifyCode({ region: '', number: '' }, '123456'), 'phone-unknown');
  });

  it('refuses a wrong code', async () => {
    await kith.sendCode(ann);
    await refusal(kith.verifyCode(ann, wrong), 'code-wrong');
    await kith.verifyCode(ann, kith.smsVerifier.lastCode(ann));
  });

  it("refuses another number's code", async () => {
    await kith.sendCode(ann);
    await kith.sendCode(bob);
    await refusal(kith.verifyCode(ann, kith.smsVerifier.lastCode(bob)), 'code-wrong');
  });

  it('is possible for 2 minutes', async () => {
    await kith.sendCode(ann);
    kith.clock.advance(2 * minute + 1);
    await refusal(kith.verifyCode(ann, kith.smsVerifier.lastCode(ann)), 'code-expired');
  });

  it('works once', async () => {
    await kith.tokenFor(ann);
    await refusal(kith.verifyCode(ann, kith.smsVerifier.lastCode(ann)), 'code-expired');
  });

  it('works once also when the code comes in five times at the same moment', async () => {
    await kith.sendCode(ann);
    const code = kith.smsVerifier.lastCode(ann);
    const works = Array.from({ length: 5 }, () => kith.verifyCode(ann, code));
    expect(await outcomes(works)).to.deep.equal({ fine: 1, 'code-expired': 4 });
  });

  it('ends after 5 wrong tries, even for the right code', async () => {
    await kith.sendCode(ann);
    for (let round = 1; round <= 5; round += 1) await refusal(kith.verifyCode(ann, wrong), 'code-wrong');
    await refusal(kith.verifyCode(ann, kith.smsVerifier.lastCode(ann)), 'code-expired');
  });

  it('bounds guesses in parallel too', async () => {
    await kith.sendCode(ann);
    const works = Array.from({ length: 50 }, () => kith.verifyCode(ann, wrong));
    expect(await outcomes(works)).to.deep.equal({ 'code-wrong': 5, 'code-expired': 45 });
  });

  it('still takes the code before the last one: an SMS may arrive late', async () => {
    await kith.sendCode(ann);
    const late = kith.smsVerifier.lastCode(ann);
    kith.clock.advance(minute);
    await kith.sendCode(ann);
    await kith.verifyCode(ann, late);
    await refusal(kith.verifyCode(ann, kith.smsVerifier.lastCode(ann)), 'code-expired');
  });

  it('takes 9999 in development, for a number that was sent a code, once', async () => {
    const development = kithInMemory({ rules: developmentRules });
    await refusal(development.verifyCode(ann, '9999'), 'phone-unknown');
    await development.sendCode(ann);
    expect(await development.verifyCode(ann, '9999')).to.match(uuid4);
    await refusal(development.verifyCode(ann, '9999'), 'code-expired');
  });

  it('knows no universal code in production', async () => {
    await kith.sendCode(ann);
    await refusal(kith.verifyCode(ann, '9999'), 'code-wrong');
  });

  it('says expired when the provider that checks has let go of every code, else wrong', async () => {
    const answers: ('wrong' | 'expired')[] = ['expired', 'wrong', 'expired'];
    const check = async () => answers.shift() ?? 'expired';
    const asking = verifyCode({ ...kith, smsVerifier: { ...kith.smsVerifier, check } });
    await kith.sendCode(ann);
    await refusal(asking(ann, '000000'), 'code-expired');
    kith.clock.advance(minute);
    await kith.sendCode(ann);
    await refusal(asking(ann, '000000'), 'code-wrong');
    await refusal(asking(ann, '000000'), 'code-expired');
  });

  it('says when the provider that checks cannot be asked', async () => {
    await kith.sendCode(ann);
    kith.smsVerifier.failNext();
    await refusal(kith.verifyCode(ann, wrong), 'sms-unavailable');
  });

  it('replaces the token that an earlier code earned', async () => {
    const old = await kith.tokenFor(ann);
    kith.clock.advance(minute);
    await kith.tokenFor(ann);
    const input = { nickname: 'Ann', password: 'P@ssw0rd', verificationToken: old };
    await refusal(kith.register(input), 'verification-token-unknown');
  });
});
