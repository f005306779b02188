import { expect } from 'chai';
import { isDomainError } from './errors.js';
import { type EpochMs, epochMs } from './ids.js';
import type { Phone } from './phone.js';
import { productionRules, type Rules, unlimitedSms } from './rules.js';
import {
  conversionKeys,
  countSend,
  countVerified,
  type SmsLedger,
  type SmsSpendKey,
  spendKeys,
  uncountSend,
} from './sms-spend.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A stretch of 10 minutes begins here. */
const start = epochMs(1_500_000_000_000 - (1_500_000_000_000 % (10 * minute)));
const after = (ms: number): EpochMs => epochMs(start + ms);
const phone = (line: number | string, region = '86'): Phone => ({ region, number: `1391234${line}` });
const ann = phone('0001');

const rulesWith = (smsSpend: Partial<Rules['smsSpend']>): Rules => ({
  ...productionRules,
  smsSpend: { ...unlimitedSms, ...smsSpend },
});
const conversion = { atLeast: 0.25, sample: 20, windowMs: day, pauseMs: 6 * hour };

/** What is counted as time goes on. */
function counting(rules: Rules) {
  let ledger: SmsLedger = new Map();
  const keep = (changed: SmsLedger): void => {
    ledger = new Map([...ledger, ...changed]);
  };
  return {
    ledger: () => ledger,
    /** @returns how long to wait, 0 when it may be sent, or that the prefix was paused */
    send(to: Phone, at: EpochMs): number | 'paused' {
      try {
        const { changed, paused } = countSend(ledger, to, at, rules);
        keep(changed);
        return paused ? 'paused' : 0;
      } catch (error) {
        if (isDomainError(error, 'code-throttled')) return error.data.retryAfterMs;
        throw error;
      }
    },
    pausedBy: (to: Phone, at: EpochMs) => countSend(ledger, to, at, rules).paused,
    fail: (to: Phone, startedAt: EpochMs) => keep(uncountSend(ledger, to, startedAt, rules)),
    verify: (to: Phone, startedAt: EpochMs) => keep(countVerified(ledger, to, startedAt, rules)),
  };
}
const times = (count: number): readonly number[] => Array.from({ length: count }, (_, turn) => turn);

describe('what a code is counted under', () => {
  it('is the number, the number without its last four digits, and all there is, in one order', () => {
    const keys = spendKeys(ann, productionRules);
    expect(keys).to.deep.equal(['number:86 13912340001', 'prefix:86 1391234', 'total']);
    expect([...keys].sort()).to.deep.equal(keys);
  });

  it('is the region alone for a number that has no more than four digits', () => {
    expect(spendKeys({ region: '290', number: '2345' }, productionRules)).to.include('prefix:290 ');
  });

  it('is nothing that has no limit', () => {
    expect(spendKeys(ann, rulesWith({}))).to.deep.equal([]);
    expect(conversionKeys(ann, rulesWith({}))).to.deep.equal([]);
    expect(spendKeys(ann, rulesWith({ total: { limit: 1, windowMs: hour } }))).to.deep.equal(['total']);
  });

  it('is the prefix also without a limit, where its conversion is watched', () => {
    expect(spendKeys(ann, rulesWith({ conversion }))).to.deep.equal(['prefix:86 1391234']);
    expect(conversionKeys(ann, rulesWith({ conversion }))).to.deep.equal(['prefix:86 1391234']);
  });

  it('makes no row larger than its key says: the number is not in the others', () => {
    expect(spendKeys(ann, productionRules).filter((key) => key.includes(ann.number))).to.have.length(1);
  });
});

describe('limits of codes', () => {
  it('are ten a day to one number in production', () => {
    const { send } = counting(productionRules);
    for (const turn of times(10)) expect(send(ann, after(turn * minute))).to.equal(0);
    expect(send(ann, after(hour))).to.be.greaterThan(22 * hour);
    expect(send(phone('0002'), after(hour))).to.equal(0);
  });

  for (const [title, limits, to] of [
    ['one number', { number: { limit: 3, windowMs: hour } }, () => ann],
    ['one prefix', { prefix: { limit: 3, windowMs: hour } }, (turn: number) => phone(1_000 + turn)],
    ['all numbers', { total: { limit: 3, windowMs: hour } }, (turn: number) => phone('0001', `${40 + turn}`)],
  ] as const)
    it(`hold for ${title}, and say when there is room again`, () => {
      const { send } = counting(rulesWith(limits));
      for (const turn of times(3)) expect(send(to(turn), after(turn * 11 * minute))).to.equal(0);
      const wait = send(to(3), after(30 * minute));
      // The stretch of the first one must have left the window as a whole.
      expect(wait).to.equal(hour + 10 * minute - 30 * minute);
      expect(send(to(4), after(hour + 10 * minute - 1))).to.equal(1);
      expect(send(to(4), after(hour + 10 * minute))).to.equal(0);
      expect(send(to(5), after(hour + 10 * minute))).to.equal(10 * minute);
    });

  it('of another prefix, or region, are others', () => {
    const { send } = counting(rulesWith({ prefix: { limit: 1, windowMs: hour } }));
    expect(send(ann, start)).to.equal(0);
    expect(send(phone('0002'), start)).to.equal(hour + 10 * minute);
    expect(send({ region: '86', number: '13912350001' }, start)).to.equal(0);
    expect(send(phone('0002', '81'), start)).to.equal(0);
  });

  it('wait for the longest when several are reached', () => {
    const { send } = counting(
      rulesWith({ number: { limit: 1, windowMs: day }, total: { limit: 1, windowMs: hour } }),
    );
    send(ann, start);
    expect(send(ann, start)).to.equal(day + 10 * minute);
    expect(send(phone('0002'), start)).to.equal(hour + 10 * minute);
  });

  it('count nothing that is refused', () => {
    const { send, ledger } = counting(
      rulesWith({ number: { limit: 1, windowMs: hour }, total: { limit: 2, windowMs: hour } }),
    );
    send(ann, start);
    const before = ledger();
    for (const _ of times(5)) send(ann, start);
    expect(ledger()).to.equal(before);
    expect(send(phone('0002'), start)).to.equal(0);
  });

  it('get a code back that was surely not sent', () => {
    const { send, fail, ledger } = counting(productionRules);
    const keys = [...spendKeys(ann, productionRules)];
    for (const turn of times(40)) {
      expect(send(ann, after(turn * minute))).to.equal(0);
      fail(ann, after(turn * minute));
    }
    expect(keys.map((key: SmsSpendKey) => ledger().get(key)?.slots)).to.deep.equal([[], [], []]);
  });

  it('get back no more than was counted', () => {
    const { send, fail, ledger } = counting(rulesWith({ total: { limit: 2, windowMs: hour } }));
    fail(ann, start);
    send(ann, start);
    fail(ann, after(20 * minute));
    expect(ledger().get('total')?.slots).to.deep.equal([{ at: start, sent: 1, verified: 0 }]);
  });

  it('keep no more than what still counts, and say until when', () => {
    const { send, ledger } = counting(rulesWith({ total: { limit: 1_000, windowMs: hour } }));
    for (const turn of times(1_000)) send(phone(1_000 + turn), after(turn * minute));
    const { slots, expiresAt } = ledger().get('total') ?? { slots: [], expiresAt: 0 };
    expect(slots.length).to.be.within(6, 7);
    expect(expiresAt).to.equal((slots.at(-1)?.at ?? 0) + 10 * minute + hour);
  });

  it('hold when the clock of another process is behind', () => {
    const { send } = counting(rulesWith({ total: { limit: 2, windowMs: hour } }));
    expect(send(ann, after(15 * minute))).to.equal(0);
    expect(send(ann, after(5 * minute))).to.equal(0);
    expect(send(ann, after(5 * minute))).to.be.greaterThan(0);
  });
});

describe('a prefix that is pumped', () => {
  const rules = rulesWith({ conversion });
  /** So many codes to one prefix at the start, and so many of them verified. */
  const after20 = (verified: number, sent = 20) => {
    const prefix = counting(rules);
    for (const turn of times(sent)) prefix.send(phone(1_000 + turn), start);
    for (const turn of times(verified)) prefix.verify(phone(1_000 + turn), start);
    return prefix;
  };
  const late = after(10 * minute + productionRules.code.lifetimeMs);

  it('is paused when less than a quarter of its codes is verified', () => {
    expect(after20(4).pausedBy(ann, late)).to.deep.equal({
      prefix: '86 1391234',
      sent: 20,
      verified: 4,
      until: late + 6 * hour,
    });
  });

  it('is not paused when a quarter is verified', () => {
    expect(after20(5).send(ann, late)).to.equal(0);
  });

  it('is not judged by fewer codes than the sample', () => {
    expect(after20(0, 19).send(ann, late)).to.equal(0);
  });

  it('is not judged by codes that are still alive: they could not be verified yet', () => {
    expect(after20(0).send(ann, epochMs(late - 1))).to.equal(0);
  });

  it('is judged by the codes of a day, for which they are kept', () => {
    const prefix = after20(0, 10);
    for (const turn of times(10)) prefix.send(phone(2_000 + turn), after(23 * hour));
    expect(prefix.send(ann, after(23 * hour + 20 * minute))).to.equal('paused');
  });

  it('is not judged by codes of the day before', () => {
    expect(after20(0).send(ann, after(day + 10 * minute))).to.equal(0);
  });

  it('is judged by what was sent: not by what surely was not', () => {
    const prefix = after20(0);
    prefix.fail(phone('1000'), start);
    expect(prefix.send(ann, late)).to.equal(0);
  });

  it('gets nothing while it is paused, and is paused once', () => {
    const prefix = after20(0);
    expect(prefix.send(ann, late)).to.equal('paused');
    expect(prefix.send(ann, late)).to.equal(6 * hour);
    expect(prefix.send(ann, epochMs(late + 6 * hour - 1))).to.equal(1);
    expect(prefix.send({ region: '86', number: '13912350001' }, late)).to.equal(0);
  });

  it('begins anew after the pause', () => {
    const prefix = after20(0);
    prefix.send(ann, late);
    const again = epochMs(late + 6 * hour);
    for (const turn of times(20)) expect(prefix.send(phone(1_000 + turn), again)).to.equal(0);
    expect(prefix.send(ann, epochMs(again + 20 * minute))).to.equal('paused');
  });

  it('is forgotten when its pause is over and nobody asks', () => {
    const prefix = after20(0);
    prefix.send(ann, late);
    expect(prefix.ledger().get('prefix:86 1391234')).to.include({ expiresAt: late + 6 * hour });
  });

  it('takes no verification of a code that it does not know any more', () => {
    const prefix = after20(0);
    prefix.send(ann, late);
    prefix.verify(phone('1000'), start);
    expect(prefix.ledger().get('prefix:86 1391234')?.slots).to.deep.equal([]);
  });

  it('is let go when it is not to be watched any more', () => {
    const { send, ledger } = after20(0);
    send(ann, late);
    const unwatched = rulesWith({ prefix: { limit: 5, windowMs: hour } });
    expect(countSend(ledger(), ann, late, unwatched).paused).to.equal(null);
  });
});
