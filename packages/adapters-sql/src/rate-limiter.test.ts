import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { sqliteFile } from './test/sqlite-file.js';
import { setTime } from './test/system-time.js';

const rule = { limit: 2, windowMs: 60_000 };
const open = () => sqliteFile().open(fakeClock());

describe('the rate limiter in the database', () => {
  it('keeps its counts when the process starts anew', async () => {
    const file = sqliteFile();
    const before = await file.open(fakeClock());
    await before.rateLimiter.take('key', { ...rule, limit: 1 });
    await before.close();
    const after = await file.open(fakeClock());
    expect(await after.rateLimiter.take('key', { ...rule, limit: 1 })).to.be.greaterThan(0);
    await after.close();
  });

  it('counts in the middle of units of work, whatever becomes of them', async () => {
    const { rateLimiter, unitOfWork, close } = await open();
    const counts = Array.from({ length: 5 }, () => rateLimiter.take('key', { ...rule, limit: 5 }));
    const failing = unitOfWork.write(() => Promise.reject(new Error('no'))).catch(() => 'failed');
    expect(await Promise.all([...counts, failing])).to.deep.equal([0, 0, 0, 0, 0, 'failed']);
    expect(await rateLimiter.take('key', { ...rule, limit: 5 })).to.be.greaterThan(0);
    await close();
  });

  it('is shared by all processes on the file', async () => {
    const file = sqliteFile();
    const [one, other] = [await file.open(fakeClock()), await file.open(fakeClock())];
    expect(await one.rateLimiter.take('key', rule)).to.equal(0);
    expect(await other.rateLimiter.take('key', rule)).to.equal(0);
    expect(await one.rateLimiter.take('key', rule)).to.be.greaterThan(0);
    await Promise.all([one.close(), other.close()]);
  });

  it('clears away what is over, now and then', async () => {
    const file = sqliteFile();
    const clock = fakeClock();
    const giveBack = setTime(clock);
    const { rateLimiter, close } = await file.open(clock, { random: { fraction: () => 0 } });
    await rateLimiter.take('old', rule);
    clock.advance(rule.windowMs + 1);
    await rateLimiter.take('new', rule);
    giveBack();
    await close();
    expect(await file.aside((db) => db('rate_limits').pluck('key'))).to.deep.equal(['new']);
  });
});
