import { expect } from 'chai';
import fc from 'fast-check';
import { ascending, isId, maxId } from './ids.js';

describe('an id', () => {
  for (const id of [1, 2, 2_147_483_648, maxId])
    it(`may be ${id}`, () => {
      expect(isId(id)).to.equal(true);
    });

  for (const id of [0, -1, 1.5, maxId + 1, Number.NaN, Number.POSITIVE_INFINITY])
    it(`cannot be ${id}`, () => {
      expect(isId(id)).to.equal(false);
    });
});

describe('the order in which users are locked', () => {
  it('is ascending by number, each once, whatever the order given', () => {
    expect(ascending([10, 9, 2, 10, 1])).to.deep.equal([1, 2, 9, 10]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 })), (ids) => {
        expect(ascending(ids)).to.deep.equal(ascending([...ids].reverse()));
        expect(new Set(ascending(ids))).to.deep.equal(new Set(ids));
      }),
    );
  });
});
