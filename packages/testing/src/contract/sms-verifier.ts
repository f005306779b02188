import type { Phone, SmsVerifier } from '@kith/core';
import { expect } from 'chai';
import { expectRefusal, type TestApi } from '../test-api.js';

export interface TestSmsVerifier {
  readonly smsVerifier: SmsVerifier;
  /** The code that arrived last at a number. */
  lastCode(phone: Phone): string;
  /** How many SMS arrived at a number. */
  arrived(phone: Phone): number;
  /** From now on the provider cannot be reached. */
  cutOff(): void;
  /** From now on the provider sends what it is asked to, and what it answers to that is lost. */
  loseAnswers(): void;
  /** What the provider checks by was in that answer, so that nothing can be checked without it. */
  readonly checksByAnswer?: boolean;
}

/** The promises of `SmsVerifier`. */
export function smsVerifierContract({ describe, it }: TestApi, open: () => Promise<TestSmsVerifier>): void {
  const phone: Phone = { region: '86', number: '13912345678' };
  const other: Phone = { region: '86', number: '13912345679' };
  const another = (code: string) => code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));

  describe('an SMS verifier', () => {
    it('calls the code right that arrived', async () => {
      const { smsVerifier, lastCode } = await open();
      const { reference } = await smsVerifier.start(phone);
      expect(lastCode(phone)).to.match(/^\d{4,8}$/);
      expect(await smsVerifier.check(phone, lastCode(phone), reference)).to.equal('right');
    });

    it('calls every other text wrong', async () => {
      const { smsVerifier, lastCode } = await open();
      const { reference } = await smsVerifier.start(phone);
      const code = lastCode(phone);
      for (const text of [
        another(code),
        '',
        ' ',
        `${code}0`,
        code.slice(1),
        `${code} `,
        'abcd',
        '１２３４',
        'null',
      ])
        expect(await smsVerifier.check(phone, text, reference), JSON.stringify(text)).to.equal('wrong');
    });

    it('keeps the code out of the reference, which is short enough to store', async () => {
      const { smsVerifier, lastCode } = await open();
      const { reference } = await smsVerifier.start(phone);
      expect(reference).to.be.a('string').and.have.lengthOf.within(1, 255);
      expect(reference).to.not.contain(lastCode(phone));
    });

    it('does not take the code of one number for another', async () => {
      const { smsVerifier, lastCode } = await open();
      const { reference } = await smsVerifier.start(phone);
      expect(await smsVerifier.check(other, lastCode(phone), reference)).to.equal('wrong');
    });

    it('calls a code wrong under a reference it never gave', async () => {
      const { smsVerifier, lastCode } = await open();
      await smsVerifier.start(phone);
      expect(await smsVerifier.check(phone, lastCode(phone), 'no such reference')).to.equal('wrong');
    });

    it('still knows the code before the last one: an SMS may arrive late', async () => {
      const { smsVerifier, lastCode } = await open();
      const first = await smsVerifier.start(phone);
      const code = lastCode(phone);
      await smsVerifier.start(phone);
      expect(await smsVerifier.check(phone, code, first.reference)).to.equal('right');
    });

    it('says so when an SMS was surely not sent', async () => {
      const { smsVerifier, cutOff } = await open();
      cutOff();
      await expectRefusal(smsVerifier.start(phone), 'sms-unavailable');
    });

    it('takes the code of an SMS that may be out, if it can, and does not send it a second time', async () => {
      const { smsVerifier, lastCode, arrived, loseAnswers, checksByAnswer = false } = await open();
      loseAnswers();
      const { reference } = await smsVerifier.start(phone);
      expect(arrived(phone)).to.equal(1);
      const answer = await smsVerifier.check(phone, lastCode(phone), reference);
      expect(answer).to.equal(checksByAnswer ? 'expired' : 'right');
    });
  });
}
