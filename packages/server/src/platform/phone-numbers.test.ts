import { expect } from 'chai';
import { libPhoneNumbers } from './phone-numbers.js';

describe('phone numbers', () => {
  const { parse } = libPhoneNumbers();
  const chinese = { region: '86', number: '13912345678' };

  for (const written of [
    '13912345678',
    '+8613912345678',
    '+86-13912345678',
    '86-13912345678',
    '086-13912345678',
    '008613912345678',
    '139 1234 5678',
    '139-1234-5678',
    ' 13912345678 ',
  ])
    it(`reads ${JSON.stringify(written)} as the Chinese mobile number 13912345678`, () => {
      expect(parse('86', written)).to.deep.equal(chinese);
      expect(parse('+86', written)).to.deep.equal(chinese);
    });

  for (const prefix of ['130', '145', '150', '166', '172', '189', '191', '198', '199'])
    it(`takes Chinese mobile numbers that begin with ${prefix}`, () => {
      expect(parse('86', `${prefix}12345678`)).to.deep.equal({ region: '86', number: `${prefix}12345678` });
    });

  for (const written of [
    '',
    '10000000000',
    '11012345678',
    '12012345678',
    '20012341234',
    '23412341234',
    '130qwerasdf',
    '1391234567',
    '139123456789',
    '13912345678x',
    '+1 13912345678',
    '1391234567８',
    '02112345678',
  ])
    it(`refuses ${JSON.stringify(written)} in China`, () => {
      expect(parse('86', written)).to.equal(null);
    });

  const elsewhere = [
    ['1', '(202) 555-0123', '2025550123'],
    ['+1', '+1 202 555 0123', '2025550123'],
    ['44', '07911 123456', '7911123456'],
    ['44', '+447911123456', '7911123456'],
    ['81', '090-1234-5678', '9012345678'],
    ['852', '5123 4567', '51234567'],
    ['886', '0912345678', '912345678'],
    ['65', '81234567', '81234567'],
    ['39', '312 345 6789', '3123456789'],
    ['7', '8 912 345-67-89', '9123456789'],
  ] as const;
  for (const [region, written, number] of elsewhere)
    it(`reads ${written} in region ${region} as ${number}`, () => {
      expect(parse(region, written)).to.deep.equal({ region: region.replace('+', ''), number });
    });

  for (const [region, written] of [
    ['1', '555'],
    ['44', 'call 07911 123456 now'],
    ['44', '07911 123456 ext. 5'],
    ['44', '+8613912345678'],
    ['33', '12'],
    ['65', ''],
  ] as const)
    it(`refuses ${JSON.stringify(written)} in region ${region}`, () => {
      expect(parse(region, written)).to.equal(null);
    });

  for (const region of ['', '+', '0', '999', '86a', '++86', '8 6', '86.0', 'CN', '12345'])
    it(`knows no region ${JSON.stringify(region)}`, () => {
      expect(parse(region, '13912345678')).to.equal(null);
    });
});
