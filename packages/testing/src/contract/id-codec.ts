import { type IdCodec, maxId } from '@kith/core';
import { expect } from 'chai';
import fc from 'fast-check';
import type { TestApi } from '../test-api.js';

/** The promises of `IdCodec`. */
export function idCodecContract({ describe, it }: TestApi, codec: IdCodec): void {
  const id = fc.integer({ min: 1, max: maxId });

  describe('an id codec', () => {
    it('reads what it wrote, for every id', () => {
      fc.assert(fc.property(id, (value) => codec.decode(codec.encode(value)) === value));
      for (const value of [1, 2, 61, 62, 63, 3_843, 3_844, 2 ** 31 - 1, 2 ** 31, maxId])
        expect(codec.decode(codec.encode(value))).to.equal(value);
    });

    it('writes texts that need no escaping in an address', () => {
      fc.assert(fc.property(id, (value) => /^[0-9A-Za-z]{1,64}$/.test(codec.encode(value))));
    });

    it('writes no two ids alike', () => {
      fc.assert(fc.property(id, id, (a, b) => a === b || codec.encode(a) !== codec.encode(b)));
    });

    it('reads only what it would write', () => {
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('')), (text) => {
          const value = codec.decode(text);
          return value === null || codec.encode(value) === text;
        }),
      );
      fc.assert(
        fc.property(id, fc.constantFrom('', ' ', '0', '\n', '='), (value, extra) => {
          const text = `${codec.encode(value)}${extra}`;
          const read = codec.decode(text);
          return read === null || codec.encode(read) === text;
        }),
      );
    });

    it('refuses to write what is no id', () => {
      for (const value of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, maxId + 1])
        expect(() => codec.encode(value), String(value)).to.throw();
    });
  });
}
