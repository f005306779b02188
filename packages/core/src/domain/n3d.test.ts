import { expect } from 'chai';
import fc from 'fast-check';
import { decimalIdCodec } from './decimal-ids.js';
import { maxId } from './ids.js';
import { n3dIdCodec } from './n3d.js';

const vectors = {
  '11EdDIaqpcim': {
    1: 'kFpN4KiZn',
    2: 'z2mlAvb0c',
    3: 'uOavJZUpX',
    4: 'nNRynY7h2',
    5: 'obY3dmUaO',
    10: '2iwWTQPgC',
    15: 'f4M3Uu6ib',
    61: 'iGHhTEv4Z',
    62: 'Gb9DJ2FlC',
    63: 'k08yqutaZ',
    100: 'WcPOmYWuE',
    1000: 'tM8QwxjPA',
    10000: 'Df14eKhHt',
    65535: 'kLx4R3oDQ',
    65536: 'zkxA5BzMQ',
    1000000: 'ziU4L6RDa',
    16777216: 'MDsrj9pYa',
    2147483647: 'kwi1c8gvj',
    2147483648: 'zTbNpwnFL',
    4294967294: 'zCYCQ8dKh',
    4294967295: 'u7r7tFnKC',
  },
  '1a2b3c4d5e': {
    1: 'O9JTYwaSQ',
    2: 'A9wlvFRYx',
    3: 'd1tyLnuvk',
    4: 'DEhomcULa',
    5: 'bx8Y4a1mp',
    10: 'iYOay80PW',
    15: 'fMS1Xf90y',
    61: 'lGH17mpQA',
    62: '6To6D3yRv',
    63: 'OZUmCFKkS',
    100: 'EZAwJQcmM',
    1000: 'Um51KXbSo',
    10000: '0EieOPXyZ',
    65535: 'Ox9Us41iN',
    65536: 'Ak9NitzcC',
    1000000: 'AFPruEgy6',
    16777216: '21oY8U64u',
    2147483647: 'OlBOIfSw3',
    2147483648: 'AypnEQYFO',
    4294967294: 'AYOfIPdqk',
    4294967295: 'dvjWE93Ya',
  },
  abcde: { 1: 'wXwp7S', 4294967295: 'XtAcqR' },
  zzzzz: { 1: '1wpCo4' },
} as const;

const codec = n3dIdCodec('11EdDIaqpcim');
const anyId = fc.integer({ min: 1, max: maxId });

describe('ids on the wire', () => {
  for (const [key, texts] of Object.entries(vectors))
    for (const [id, text] of Object.entries(texts))
      it(`shows id ${id} as ${text} under the key ${key}, and reads it back`, () => {
        const { encode, decode } = n3dIdCodec(key);
        expect(encode(Number(id))).to.equal(text);
        expect(decode(text)).to.equal(Number(id));
      });

  it('reads every id back', () => {
    fc.assert(fc.property(anyId, (id) => codec.decode(codec.encode(id)) === id));
  });

  for (const text of [
    '',
    'kFpN4KiZ',
    'kfpn4kizn',
    '5Vg2XCh9f',
    'SeWrfDYG8',
    '1',
    'kFpN4Ki-n',
    'kFpN4KiZ\u00e9',
  ])
    it(`reads no id from '${text}'`, () => {
      expect(codec.decode(text)).to.equal(null);
    });

  it('has no aliases: a repeated last character is not the same id', () => {
    expect(codec.decode('kFpN4KiZnn')).to.equal(null);
    expect(codec.decode(`kFpN4KiZn${'n'.repeat(100_000)}`)).to.equal(null);
  });

  it('reads an id only from the very text that it writes for it', () => {
    const character = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');
    const text = fc.string({ unit: character, minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, (read) => {
        const id = codec.decode(read);
        return id === null || codec.encode(id) === read;
      }),
    );
  });

  it('reads no id from arbitrary text, and throws at none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const id = codec.decode(text);
        return id === null || codec.encode(id) === text;
      }),
    );
  });

  for (const id of [0, -1, 1.5, maxId + 1, Number.NaN, Number.POSITIVE_INFINITY])
    it(`cannot write ${id}`, () => {
      expect(() => codec.encode(id)).to.throw(RangeError);
    });
});

describe('an N3D key', () => {
  const refused = {
    '': 'empty',
    abcd: 'too short',
    '!!!!': 'too short',
    密钥密钥密钥: 'ASCII',
    'caf\u00e9caf\u00e9': 'ASCII',
    'aaaaa!2': 'cannot be read back',
    [`~${'z'.repeat(200)}`]: 'too long',
  };
  for (const [key, reason] of Object.entries(refused))
    it(`is refused when it is ${JSON.stringify(key.slice(0, 12))}: ${reason}`, () => {
      expect(() => n3dIdCodec(key)).to.throw(RangeError, reason);
    });

  for (const key of ['11EdDIaqpcim', '1a2b3c4d5e', 'abcde', 'zzzzz', 'z'.repeat(90)])
    it(`may be ${key.slice(0, 12)}`, () => {
      expect(() => n3dIdCodec(key)).not.to.throw();
    });

  it('that is accepted gives every id a text of its own', () => {
    const printable = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));
    const key = fc.string({ unit: printable, minLength: 5, maxLength: 20 });
    fc.assert(
      fc.property(key, anyId, (text, id) => {
        try {
          const { encode, decode } = n3dIdCodec(text);
          return [1, id, maxId].every((each) => decode(encode(each)) === each);
        } catch (error) {
          return error instanceof RangeError && error.message.includes('cannot be read back');
        }
      }),
    );
  });

  it('is refused when a single id falls where encoding stops too early', () => {
    // The lengths 62^n .. 62^n + 62^(n-1) that lose a digit, against keys built to touch both of their ends.
    for (const weight of [62 ** 6 + maxId, 62 ** 6 + 1, 62 ** 6 + 62 ** 5 + maxId - 1])
      expect(() => n3dIdCodec(keyOfWeight(weight)), String(weight)).to.throw('cannot be read back');
    for (const weight of [62 ** 6, 62 ** 6 + 62 ** 5 + maxId])
      expect(() => n3dIdCodec(keyOfWeight(weight)), String(weight)).not.to.throw();
  });
});

/** Base 128, lowest place first: what the weight of a key of up to 7 characters is. */
function keyOfWeight(weight: number): string {
  let key = '';
  for (let rest = weight; rest > 0; rest = Math.floor(rest / 128)) key += String.fromCharCode(rest % 128);
  return key;
}

describe('decimal ids', () => {
  const decimal = decimalIdCodec;

  it('are written and read as they are', () => {
    fc.assert(
      fc.property(anyId, (id) => decimal.encode(id) === String(id) && decimal.decode(String(id)) === id),
    );
  });

  for (const text of ['', '0', '01', '-1', '1.0', '1e3', ' 1', '4294967296', '99999999999', '0x1'])
    it(`are not read from '${text}'`, () => {
      expect(decimal.decode(text)).to.equal(null);
    });

  it('cannot be written for what is no id', () => {
    for (const id of [0, -1, 0.5, maxId + 1]) expect(() => decimal.encode(id)).to.throw(RangeError);
  });
});
