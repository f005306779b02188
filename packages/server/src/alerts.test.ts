import { epochMs } from '@kith/core';
import { expect } from 'chai';
import { operatorAlerts } from './alerts.js';
import { createLogger } from './logging.js';
import { lines } from './test/lines.js';

const alert = {
  type: 'sms-prefix-paused',
  prefix: '86 1391234',
  sent: 20,
  verified: 1,
  until: epochMs(1_700_000_000_000),
} as const;

describe('alerts for operators', () => {
  it('are a warning in the log, which says what and why, and until when', () => {
    const log = lines();
    const logger = createLogger({ mode: 'production', logLevel: 'warn' }, log);
    operatorAlerts({ logger, metrics: null }).raise(alert);
    expect(log.all).to.have.lengthOf(1);
    expect(JSON.parse(log.text())).to.deep.include({
      level: 40,
      alert: 'sms-prefix-paused',
      prefix: '86 1391234',
      sent: 20,
      verified: 1,
      until: '2023-11-14T22:13:20.000Z',
    });
  });

  it('are counted by what they are, where there are metrics', () => {
    const counted: string[] = [];
    const logger = createLogger({ mode: 'production', logLevel: 'silent' }, lines());
    operatorAlerts({ logger, metrics: { alert: (type) => void counted.push(type) } }).raise(alert);
    expect(counted).to.deep.equal(['sms-prefix-paused']);
  });
});
