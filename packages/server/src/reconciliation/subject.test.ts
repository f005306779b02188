import { n3dIdCodec } from '@kith/core';
import { expect } from 'chai';
import { readSubject, subjectOf, writeSubject } from './subject.js';

const idCodec = n3dIdCodec('11EdDIaqpcim');

describe('a subject of a comparison, as text', () => {
  it('is read as it was written', () => {
    for (const text of [`user:${idCodec.encode(17)}`, `group:${idCodec.encode(4_294_967_295)}`]) {
      const subject = readSubject(text, idCodec);
      expect(subject && writeSubject(subject, idCodec)).to.equal(text);
    }
  });

  it('is read with a decimal id too', () => {
    expect(readSubject('user:17', idCodec)).to.deep.equal({ kind: 'user', id: 17 });
    expect(subjectOf('group', '17', idCodec)).to.deep.equal({ kind: 'group', id: 17 });
  });

  it('has the id of the wire where the text could be read in both ways', () => {
    const swapping = { encode: (id: number) => String(id + 1), decode: (text: string) => Number(text) - 1 };
    expect(subjectOf('user', '17', swapping)).to.deep.equal({ kind: 'user', id: 16 });
  });

  for (const text of [
    '',
    'user',
    'user:',
    '17',
    'user:0',
    'user:017',
    'user:4294967296',
    'room:17',
    'user: 17',
  ])
    it(`is not '${text}'`, () => {
      expect(readSubject(text, idCodec)).to.equal(null);
    });
});
