import { productionRules } from '@kith/core';
import { expect } from 'chai';
import { readConfig } from './config.js';
import { ConfigError } from './environment.js';
import { testVariables } from './test/config-of.js';

const development = { NODE_ENV: 'development', DATABASE_URL: 'sqlite::memory:' };
const production = { ...testVariables, NODE_ENV: 'production' };

describe('the settings of the spend guard', () => {
  it('bound what is spent in production, by the rules unless they say otherwise', () => {
    expect(readConfig(production).rules.smsSpend).to.deep.equal(productionRules.smsSpend);
    const { smsSpend } = readConfig({
      ...production,
      KITH_SMS_PER_NUMBER_DAY: '3',
      KITH_SMS_PER_PREFIX_HOUR: '4',
      KITH_SMS_PER_HOUR: '5',
      KITH_SMS_MIN_CONVERSION: '60',
      KITH_SMS_CONVERSION_SAMPLE: '7',
      KITH_SMS_PAUSE_MINUTES: '80',
    }).rules;
    expect([smsSpend.number.limit, smsSpend.prefix.limit, smsSpend.total.limit]).to.deep.equal([3, 4, 5]);
    expect(smsSpend.conversion).to.include({ atLeast: 0.6, sample: 7, pauseMs: 80 * 60_000 });
    expect(readConfig({ ...production, KITH_SMS_MIN_CONVERSION: '0' }).rules.smsSpend.conversion).to.include({
      atLeast: 0,
    });
  });

  it('bound it in development where they say so alone', () => {
    const { number, prefix, total, conversion } = readConfig(development).rules.smsSpend;
    expect([number.limit, prefix.limit, total.limit]).to.deep.equal([Infinity, Infinity, Infinity]);
    expect(conversion.atLeast).to.equal(0);
    const bounded = readConfig({ ...development, KITH_SMS_PER_HOUR: '5' }).rules.smsSpend;
    expect([bounded.number.limit, bounded.total.limit]).to.deep.equal([Infinity, 5]);
  });

  it('are refused when they are no limits', () => {
    for (const [name, value] of [
      ['KITH_SMS_PER_NUMBER_DAY', '0'],
      ['KITH_SMS_PER_PREFIX_HOUR', '1.5'],
      ['KITH_SMS_PER_HOUR', 'many'],
      ['KITH_SMS_MIN_CONVERSION', '101'],
      ['KITH_SMS_CONVERSION_SAMPLE', '0'],
      // The hour of a prefix is counted anew after its pause.
      ['KITH_SMS_PAUSE_MINUTES', '59'],
    ] as const)
      expect(() => readConfig({ ...production, [name]: value })).to.throw(ConfigError, `${name}: `);
  });
});
