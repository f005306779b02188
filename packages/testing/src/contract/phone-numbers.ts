import type { PhoneNumbers } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';

/** The promises of `PhoneNumbers`, as far as every implementation has to know the regions. */
export function phoneNumbersContract({ describe, it }: TestApi, phoneNumbers: PhoneNumbers): void {
  const phone = { region: '86', number: '13912345678' };

  describe('phone numbers', () => {
    it('are read with region and number apart, in digits', () => {
      expect(phoneNumbers.parse('86', '13912345678')).to.deep.equal(phone);
    });

    for (const [region, number] of [
      ['+86', '13912345678'],
      ['86', '+8613912345678'],
      ['86', '139 1234 5678'],
      ['86', '139-1234-5678'],
      ['+86', '8613912345678'],
    ] as const)
      it(`are the same however they are written: ${region} ${number}`, () => {
        expect(phoneNumbers.parse(region, number)).to.deep.equal(phone);
      });

    for (const prefix of ['130', '147', '155', '162', '166', '170', '178', '182', '191', '199'])
      it(`may begin with ${prefix} in region 86`, () => {
        expect(phoneNumbers.parse('86', `${prefix}12345678`)).to.deep.equal({
          region: '86',
          number: `${prefix}12345678`,
        });
      });

    it('are known in other regions too', () => {
      expect(phoneNumbers.parse('1', '2025550123')).to.deep.equal({ region: '1', number: '2025550123' });
      expect(phoneNumbers.parse('+44', '7400123456')).to.deep.equal({ region: '44', number: '7400123456' });
    });

    for (const [region, number] of [
      ['1242', '3591234'],
      ['1242', '359-1234'],
      ['1242', '2423591234'],
      ['+1242', '+1 242 359 1234'],
      ['1', '2423591234'],
    ] as const)
      it(`are of region 1 on its islands, however they are written: ${region} ${number}`, () => {
        expect(phoneNumbers.parse(region, number)).to.deep.equal({ region: '1', number: '2423591234' });
      });

    for (const [region, number] of [
      ['1242', '2025550123'],
      ['1242', '123456'],
      ['86', '12912345678'],
      ['86', '1391234567'],
      ['86', '139123456789'],
      ['86', ''],
      ['86', 'phone'],
      ['86', '１３９１２３４５６７８'],
      ['86', "13912345678' or 1=1"],
      ['', '13912345678'],
      ['+', '13912345678'],
      ['0', '13912345678'],
      ['086', '13912345678'],
      ['99999', '13912345678'],
      ['China', '13912345678'],
    ] as const)
      it(`cannot be ${JSON.stringify(number)} in region ${JSON.stringify(region)}`, () => {
        expect(phoneNumbers.parse(region, number)).to.equal(null);
      });

    it('stay what they are when they are read again', () => {
      for (const [region, number] of [
        ['86', '13912345678'],
        ['1', '2025550123'],
      ] as const) {
        const read = phoneNumbers.parse(region, number);
        expect(read && phoneNumbers.parse(read.region, read.number)).to.deep.equal(read);
      }
    });
  });
}
