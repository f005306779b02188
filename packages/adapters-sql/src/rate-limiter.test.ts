import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { sqliteFile } from './test/sqlite-file.js';

const rule = { limit: 2, windowMs: 60_000 };
const open = () => sqliteFile().open(fakeClock());

describe('the rate limiter in the database', () => {
  it('lets through as many as the limit says, then says how long to wait', async () => {
    const { rateLimiter, close } = await open();
    expect(await rateLimiter.take('key', rule)).to.equal(0);
    expect(await rateLimiter.take('key', rule)).to.equal(0);
    expect(await rateLimiter.take('key', rule)).to.be.within(1, rule.windowMs);
    await close();
  });

  it('tells what is left to wait without counting', async () => {
    const { rateLimiter, close } = await open();
    for (const _ of [1, 2, 3]) expect(await rateLimiter.waitFor('key', rule)).to.equal(0);
    await rateLimiter.take('key', rule);
    expect(await rateLimiter.waitFor('key', rule)).to.equal(0);
    await rateLimiter.take('key', rule);
    expect(await rateLimiter.waitFor('key', rule)).to.be.within(1, rule.windowMs);
    await close();
  });

  it('counts each key apart, and forgets one when told to', async () => {
    const { rateLimiter, close } = await open();
    const once = { ...rule, limit: 1 };
    await rateLimiter.take('a', once);
    expect(await rateLimiter.take('b', once)).to.equal(0);
    await rateLimiter.reset('a');
    expect(await rateLimiter.take('a', once)).to.equal(0);
    expect(await rateLimiter.waitFor('b', once)).to.be.greaterThan(0);
    await close();
  });

  it('lets no more through when many come at once', async () => {
    const { rateLimiter, close } = await open();
    const waits = await Promise.all(Array.from({ length: 20 }, () => rateLimiter.take('key', rule)));
    expect(waits.filter((wait) => wait === 0)).to.have.lengthOf(2);
    await close();
  });

  it('keeps its counts when the process starts anew', async () => {
    const file = sqliteFile();
    const before = await file.open(fakeClock());
    await before.rateLimiter.take('key', { ...rule, limit: 1 });
    await before.close();
    const after = await file.open(fakeClock());
    expect(await after.rateLimiter.waitFor('key', { ...rule, limit: 1 })).to.be.greaterThan(0);
    await after.close();
  });

  it('counts in the middle of units of work, whatever becomes of them', async () => {
    const { rateLimiter, unitOfWork, close } = await open();
    const counts = Array.from({ length: 5 }, () => rateLimiter.take('key', { ...rule, limit: 5 }));
    const failing = unitOfWork.write(() => Promise.reject(new Error('no'))).catch(() => 'failed');
    expect(await Promise.all([...counts, failing])).to.deep.equal([0, 0, 0, 0, 0, 'failed']);
    expect(await rateLimiter.waitFor('key', { ...rule, limit: 5 })).to.be.greaterThan(0);
    await close();
  });
});
