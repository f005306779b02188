import { expect } from 'chai';
import { DomainError } from '../../domain/errors.js';
import type { Phone } from '../../domain/phone.js';
import { productionRules, type Rules, unlimitedSms } from '../../domain/rules.js';
import { inMemoryAlerts } from '../../in-memory/index.js';
import { inMemoryStore } from '../../in-memory/store.js';
import { ann, bob, kithInMemory, outcomes, refusal } from '../../test/kith.js';

const minute = 60_000;
const hour = 60 * minute;

const kithWith = (smsSpend: Partial<Rules['smsSpend']>, replaced = {}) =>
  kithInMemory({ rules: { ...productionRules, smsSpend: { ...unlimitedSms, ...smsSpend } } }, replaced);
const neighbours = (count: number): readonly Phone[] =>
  Array.from({ length: count }, (_, turn) => ({ region: '86', number: `1391234${1_000 + turn}` }));

describe('the spend guard', () => {
  it('sends ten codes a day to one number, and says when there is room', async () => {
    const kith = kithInMemory({ rules: productionRules });
    for (let turn = 0; turn < 10; turn += 1) {
      await kith.tokenFor(ann);
      kith.clock.advance(minute);
    }
    expect(await refusal(kith.sendCode(ann), 'code-throttled'))
      .to.have.property('retryAfterMs')
      .that.is.within(23 * hour, 25 * hour);
    await kith.sendCode(bob);
  });

  it('sends no more than the limits say when all come at once', async () => {
    const kith = kithWith({ total: { limit: 7, windowMs: hour } });
    const works = neighbours(50).map((phone) => kith.sendCode(phone));
    expect(await outcomes(works)).to.deep.equal({ fine: 7, 'code-throttled': 43 });
    expect(kith.smsVerifier.inbox).to.have.length(7);
  });

  for (const [title, error] of [
    ['that cannot be reached', new DomainError('sms-unavailable')],
    ['that knows no such number', new DomainError('phone-invalid')],
    ['that finds it too often', new DomainError('code-throttled', { retryAfterMs: 1 })],
  ] as const)
    it(`gives the allowance back after a provider ${title}: nothing was sent`, async () => {
      const limits = { limit: 1, windowMs: hour };
      const { smsVerifier } = kithInMemory();
      let broken = true;
      const start = (phone: Phone) => (broken ? Promise.reject(error) : smsVerifier.start(phone));
      const kith = kithWith(
        { number: limits, prefix: limits, total: limits },
        { smsVerifier: { ...smsVerifier, start } },
      );
      await refusal(kith.sendCode(ann), error.code);
      broken = false;
      kith.clock.advance(minute);
      await kith.sendCode(ann);
      await refusal(kith.sendCode(bob), 'code-throttled');
    });

  it('keeps the allowance of an SMS that may be out', async () => {
    const { smsVerifier } = kithInMemory();
    const start = () => Promise.reject(new Error('timeout'));
    const kith = kithWith(
      { total: { limit: 1, windowMs: hour } },
      { smsVerifier: { ...smsVerifier, start } },
    );
    await kith.sendCode(ann).catch(() => 'timeout');
    await refusal(kith.sendCode(bob), 'code-throttled');
  });

  it('counts nothing of a request that is too soon for its number', async () => {
    const kith = kithWith({ total: { limit: 2, windowMs: hour } });
    await kith.sendCode(ann);
    for (let turn = 0; turn < 5; turn += 1) await refusal(kith.sendCode(ann), 'code-throttled');
    await kith.sendCode(bob);
  });

  it('stamps nothing: nobody has to sync for it', async () => {
    const store = inMemoryStore();
    const kith = kithInMemory({ rules: productionRules, store });
    await kith.unitOfWork.read(async () => 'opened');
    const { lastVersion } = store.snapshot();
    await kith.tokenFor(ann);
    expect(store.snapshot().smsSpend).not.to.have.property('size', 0);
    expect(store.snapshot()).to.include({ lastVersion });
  });
});

describe('a prefix whose codes nobody verifies', () => {
  const conversion = { atLeast: 0.5, sample: 4, windowMs: 24 * hour, pauseMs: 2 * hour };
  /** A prefix that got so many codes, of which so many were verified; all are over. */
  async function pumped({ verified = 0, alerts = inMemoryAlerts() } = {}) {
    const kith = kithWith({ conversion }, { alerts });
    for (const [turn, phone] of neighbours(4).entries())
      await (turn < verified ? kith.tokenFor(phone) : kith.sendCode(phone));
    kith.clock.advance(15 * minute);
    return { kith, alerts };
  }
  const late: Phone = { region: '86', number: '13912342000' };

  it('is paused, and the operator is told', async () => {
    const { kith, alerts } = await pumped({ verified: 1 });
    const until = kith.clock.now() + 2 * hour;
    expect(await refusal(kith.sendCode(late), 'code-throttled')).to.deep.equal({ retryAfterMs: 2 * hour });
    expect(alerts.raised).to.deep.equal([
      { type: 'sms-prefix-paused', prefix: '86 1391234', sent: 4, verified: 1, until },
    ]);
    expect(kith.smsVerifier.inbox).to.have.length(4);
  });

  it('is left alone when enough of them are verified', async () => {
    const { kith, alerts } = await pumped({ verified: 2 });
    await kith.sendCode(late);
    expect(alerts.raised).to.deep.equal([]);
  });

  it('is told of once, however many ask while it is paused, and all at once', async () => {
    const { kith, alerts } = await pumped();
    const works = neighbours(30).map((phone) => kith.sendCode(phone));
    expect(await outcomes(works)).to.deep.equal({ 'code-throttled': 30 });
    expect(alerts.raised).to.have.length(1);
  });

  it('is told of after the commit: who hears of it finds it paused', async () => {
    const seen: Promise<unknown>[] = [];
    const raise = () => void seen.push(refusal(kith.sendCode(bob), 'code-throttled'));
    const { kith } = await pumped({ alerts: { raised: [], raise } });
    await refusal(kith.sendCode(late), 'code-throttled');
    expect(await Promise.all(seen)).to.deep.equal([{ retryAfterMs: 2 * hour }]);
  });

  it('is served again after the pause', async () => {
    const { kith } = await pumped();
    await refusal(kith.sendCode(late), 'code-throttled');
    kith.clock.advance(2 * hour);
    await kith.tokenFor(late);
  });

  it('keeps no other number from its code', async () => {
    const { kith } = await pumped();
    await refusal(kith.sendCode(late), 'code-throttled');
    await kith.tokenFor({ region: '86', number: '13900000001' });
  });

  it('keeps nobody from verifying the code that has arrived', async () => {
    const kith = kithWith({ conversion });
    const arrived: Phone[] = [];
    for (const phone of neighbours(30)) {
      if ((await outcomes([kith.sendCode(phone)])).fine !== 1) break;
      arrived.push(phone);
      kith.clock.advance(minute);
    }
    const last = arrived.at(-1) ?? ann;
    expect(arrived).to.have.length.within(4, 29);
    await kith.verifyCode(last, kith.smsVerifier.lastCode(last));
  });
});
