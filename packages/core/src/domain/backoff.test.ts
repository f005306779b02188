import { expect } from 'chai';
import fc from 'fast-check';
import { retryDelay } from './backoff.js';
import { productionRules } from './rules.js';

const { outbox } = productionRules;

describe('the wait before a retry', () => {
  it('is up to 1 s at first, twice as long each time, and never above 10 minutes', () => {
    const longest = [1, 2, 3, 4, 10, 11, 12, 2_000].map((failures) => retryDelay(failures, 1, outbox));
    expect(longest).to.deep.equal([1_000, 2_000, 4_000, 8_000, 512_000, 600_000, 600_000, 600_000]);
  });

  it('is anything from 0 to that, as chance has it', () => {
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fraction, (failures, chance) => {
        const delay = retryDelay(failures, chance, outbox);
        expect(Number.isInteger(delay)).to.equal(true);
        expect(delay).to.be.within(0, retryDelay(failures, 1, outbox));
      }),
    );
    expect(retryDelay(3, 0.5, outbox)).to.equal(2_000);
  });
});
