import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { sqliteFile } from './test/sqlite-file.js';

const rule = { limit: 2, windowMs: 60_000 };
const open = () => sqliteFile().open(fakeClock());

describe('the rate limiter in the database', () => {
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
