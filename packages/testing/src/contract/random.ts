import type { Random } from '@kith/core';
import { expect } from 'chai';
import { type TestApi, times } from '../test-api.js';

/** The promises of `Random`, as far as a few hundred draws can show. */
export function randomContract({ describe, it }: TestApi, random: Random): void {
  const draws = 300;

  describe('random', () => {
    it('makes version 4 UUIDs in lower case, each another', () => {
      const uuids = times(draws).map(() => random.uuid());
      for (const uuid of uuids)
        expect(uuid).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(new Set(uuids).size).to.equal(draws);
    });

    it('makes session ids of at least 128 bits as URL-safe text, each another', () => {
      const ids = times(draws).map(() => random.sessionId());
      for (const id of ids) expect(id).to.match(/^[A-Za-z0-9_-]{22,64}$/);
      expect(new Set(ids).size).to.equal(draws);
    });

    it('makes as many digits as asked for, every digit at every place', () => {
      const codes = times(draws).map(() => random.digits(4));
      for (const code of codes) expect(code).to.match(/^\d{4}$/);
      for (const place of times(4)) expect(new Set(codes.map((code) => code[place])).size).to.equal(10);
      expect(random.digits(6)).to.have.lengthOf(6);
    });

    it('makes fractions from 0 to below 1, low and high ones', () => {
      const fractions = times(draws).map(() => random.fraction());
      for (const fraction of fractions) expect(fraction).to.be.at.least(0).and.below(1);
      expect(Math.min(...fractions)).to.be.below(0.2);
      expect(Math.max(...fractions)).to.be.above(0.8);
    });
  });
}
