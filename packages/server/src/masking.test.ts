import { expect } from 'chai';
import { maskPhone, maskText } from './masking.js';

describe('masking', () => {
  it('leaves of a phone number its region, its beginning and its last four digits', () => {
    expect(maskPhone({ region: '86', number: '13912340001' })).to.equal('86-139****0001');
  });

  it('shows no more than half of a short number', () => {
    expect(maskPhone({ region: '852', number: '51234567' })).to.equal('852-****4567');
    expect(maskPhone({ region: '298', number: '123456' })).to.equal('298-****456');
    expect(maskPhone({ region: '290', number: '5123' })).to.equal('290-****23');
  });

  it('shows no more of a long number', () => {
    expect(maskPhone({ region: '49', number: '15123456789012' })).to.equal('49-151****9012');
  });

  it('masks what looks like a phone number in a text', () => {
    expect(maskText("insert into users values ('86', '13912340001')")).to.equal(
      "insert into users values ('86', '139****0001')",
    );
    expect(maskText('of 1234567')).to.equal('of ****567');
  });

  it('leaves versions, ids and years alone', () => {
    const text = 'version 1795560977823000 of row 123456 in 2026';
    expect(maskText(text)).to.equal(text);
  });

  for (const secret of [
    '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$bm90/YSBo+XNo',
    'eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ4In0.c2lnbmF0dXJl-_x',
    '5927be99-2305-43e0-94ae-0aed79c280db',
  ])
    it(`hides ${secret.slice(0, 12)}…`, () => {
      expect(maskText(`before ${secret} after`)).to.equal('before [hidden] after');
    });
});
