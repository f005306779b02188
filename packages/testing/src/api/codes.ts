import { expect } from 'chai';
import type { Exchange } from './answer.js';
import type { Kit } from './kit.js';

/** Codes and numbers (docs/wire/users.md). */
export function codesArea({ describe, it, mode, host, guest, someone, newPhone, pass }: Kit): void {
  const invalidPhone = 'Invalid region and phone number.';
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  const send = (phone: unknown, region: unknown = '86'): Exchange =>
    guest().post('/user/send_code', { region, phone });
  const verify = (phone: unknown, code: unknown, region: unknown = '86'): Exchange =>
    guest().post('/user/verify_code', { region, phone, code });
  const isAvailable = (phone: unknown, region: unknown = '86'): Exchange =>
    guest().post('/user/check_phone_available', { region, phone });
  const tokenOf = (answer: Exchange) =>
    answer.result<{ verification_token: string }>().then(({ verification_token: token }) => token);

  async function sentTo(phone: string): Promise<string> {
    await send(phone).succeeds();
    return host().lastCode(phone);
  }
  const wrong = (code: string) => (code === '123456' ? '654321' : '123456');

  const neverNumbers = [
    '20012341234',
    '130qwerasdf',
    '23412341234',
    '1391234567',
    '139123456789',
    '12012341234',
  ];

  describe('sending a code', () => {
    it('answers nothing but success', async () => {
      await send(newPhone()).succeeds();
    });

    it('takes numbers as JSON numbers, and a region with its plus', async () => {
      await send(Number(newPhone()), 86).succeeds();
      await send(newPhone(), '+86').succeeds();
    });

    for (const phone of neverNumbers) it(`refuses ${phone}`, () => send(phone).refuses(400, invalidPhone));

    it('wants a region and a number', async () => {
      await send('13912345678', '').refuses(400, 'Empty region.');
      await send('', '86').refuses(400, 'Empty phone.');
      await guest().post('/user/send_code', {}).refuses(400, 'Empty region.');
    });

    it('fixed: 16x and 19x numbers are numbers', async () => {
      await send('16612345678').succeeds();
      await send('19812345678').succeeds();
    });

    it('fixed: other regions get codes too, each by its own rule', async () => {
      await send('2025550123', '1').succeeds();
      await send('7911123456', '+44').succeeds();
      await send('1', '44').refuses(400, invalidPhone);
      await send('13912345678', 'x').refuses(400, invalidPhone);
    });

    it('is throttled per number: again only after the resend time', async () => {
      const phone = newPhone();
      await send(phone).succeeds();
      await send(phone).answersCode(5000);
      await pass(host().rules.code.resendAfterMs - 1000);
      await send(phone).answersCode(5000);
      await pass(1001);
      await send(phone).succeeds();
    });

    it('is one number however it is written', async () => {
      const phone = newPhone();
      await send(phone).succeeds();
      await send(phone, '+86').answersCode(5000);
    });

    it('fixed: two at once send one SMS', async () => {
      const phone = newPhone();
      const codes = await Promise.all(
        [send(phone), send(phone), send(phone)].map(
          async (one) => JSON.parse((await one.answer()).text).code as number,
        ),
      );
      expect(codes.sort()).to.deep.equal([200, 5000, 5000]);
    });
  });

  describe('verifying a code', () => {
    it('earns a random token', async () => {
      const phone = newPhone();
      expect(await tokenOf(verify(phone, await sentTo(phone)))).to.match(uuid);
    });

    it('a wrong code is code 1000', async () => {
      const phone = newPhone();
      await verify(phone, wrong(await sentTo(phone))).answersCode(1000);
    });

    it('a number that was never sent one is unknown', async () => {
      await verify(newPhone(), '1234').refuses(404, 'Unknown phone number.');
      await verify('10000000000', '1234').refuses(404, 'Unknown phone number.');
    });

    it('wants region, number and code, the code as text', async () => {
      await verify('13912345678', '').refuses(400, 'Empty code.');
      await verify('', '1234').refuses(400, 'Empty phone.');
      await verify('13912345678', '1234', '').refuses(400, 'Empty region.');
      await guest().post('/user/verify_code', {}).refuses(400, 'Empty region.');
      await verify('13912345678', 9999).refuses(400, 'Invalid code.');
    });

    it('knows the region with its plus', async () => {
      const phone = newPhone();
      expect(await tokenOf(verify(phone, await sentTo(phone), '+86'))).to.match(uuid);
    });

    it('a code lives two minutes', async () => {
      const [early, late] = [newPhone(), newPhone()];
      const [earlyCode, lateCode] = [await sentTo(early), await sentTo(late)];
      await pass(host().rules.code.lifetimeMs - 1000);
      expect(await tokenOf(verify(early, earlyCode))).to.match(uuid);
      await pass(1001);
      await verify(late, lateCode).answersCode(2000);
    });

    const universal =
      mode === 'development'
        ? '9999 is always right in development'
        : 'fixed: 9999 is a wrong code in production';
    it(universal, async () => {
      const phone = newPhone();
      if ((await sentTo(phone)) === '9999') return;
      if (mode === 'development') expect(await tokenOf(verify(phone, '9999'))).to.match(uuid);
      else await verify(phone, '9999').answersCode(1000);
    });

    it('9999 needs a code that was sent, and lives', async () => {
      const phone = newPhone();
      await verify(phone, '9999').refuses(404, 'Unknown phone number.');
      await sentTo(phone);
      await pass(host().rules.code.lifetimeMs + 1);
      await verify(phone, '9999').answersCode(2000);
    });

    it('fixed: a code is good once', async () => {
      const phone = newPhone();
      const code = await sentTo(phone);
      await verify(phone, code).result();
      await verify(phone, code).answersCode(2000);
    });

    it('peer: one code used many times in parallel earns one token', async () => {
      const phone = newPhone();
      const code = await sentTo(phone);
      const answers = await Promise.all(Array.from({ length: 5 }, () => verify(phone, code).answer()));
      const codes = answers.map(({ text }) => (JSON.parse(text) as { code: number }).code);
      expect(codes.sort()).to.deep.equal([200, 2000, 2000, 2000, 2000]);
    });

    it('fixed: guessing ends after a few tries, and the right code is no good then', async () => {
      const phone = newPhone();
      const code = await sentTo(phone);
      for (let tries = 0; tries < host().rules.code.maxTries; tries += 1)
        await verify(phone, wrong(code)).answersCode(1000);
      await verify(phone, code).answersCode(2000);
      await pass(host().rules.code.resendAfterMs + 1);
      expect(await tokenOf(verify(phone, await sentTo(phone)))).to.match(uuid);
    });

    it('fixed: guesses in parallel are counted too', async () => {
      const phone = newPhone();
      const code = await sentTo(phone);
      const { maxTries } = host().rules.code;
      const answers = await Promise.all(
        Array.from({ length: maxTries * 3 }, () => verify(phone, wrong(code)).answer()),
      );
      const tried = answers.filter(({ text }) => (JSON.parse(text) as { code: number }).code === 1000);
      expect(tried).to.have.length(maxTries);
    });

    it('fixed: every verification earns a new token, and ends the one before', async () => {
      const phone = newPhone();
      const first = await tokenOf(verify(phone, await sentTo(phone)));
      await pass(host().rules.code.resendAfterMs + 1);
      const second = await tokenOf(verify(phone, await sentTo(phone)));
      expect(second).to.not.equal(first);
      await guest()
        .post('/user/register', { nickname: 'Ann', password: 'secret-1', verification_token: first })
        .refuses(404, 'Unknown verification_token.');
    });

    it('peer: the code before the last one is good while it lives: an SMS may arrive late', async () => {
      const phone = newPhone();
      const late = await sentTo(phone);
      await pass(host().rules.code.resendAfterMs + 1);
      await sentTo(phone);
      expect(await tokenOf(verify(phone, late))).to.match(uuid);
    });
  });

  describe('the regions', () => {
    type Region = { readonly region: string; readonly locale: { readonly en: string; readonly zh: string } };
    const listed = () => guest().get('/user/regionlist').result<readonly Region[]>();

    it('are told to whoever asks, with their names, China among them', async () => {
      const list = await listed();
      expect(list).to.deep.include({ region: '86', locale: { en: 'China', zh: '中国' } });
      expect(list).to.have.length(218);
    });

    it('are calling codes, in an order of ours, of which several may have one', async () => {
      const codes = (await listed()).map(({ region }) => region);
      for (const code of codes) expect(code).to.match(/^[1-9]\d{0,3}$/);
      expect(codes.slice(0, 4)).to.deep.equal(['1', '1', '7', '7']);
      expect(new Set(codes).size).to.equal(213);
    });

    it('fixed: have whole names', async () => {
      const names = (await listed()).flatMap(({ locale }) => [locale.en, locale.zh]);
      expect(names.filter((name) => name === '' || name !== name.trim())).to.deep.equal([]);
    });

    it('may be an island of region 1, whose numbers are numbers of region 1', async () => {
      await send('3591234', '1242').succeeds();
      await send('2423591234', '1').answersCode(5000);
    });
  });

  describe('whether a number is free', () => {
    it('is true for a new one, false for a registered one', async () => {
      await isAvailable('13910000000').succeeds(true);
      await isAvailable((await someone()).phone).succeeds(false);
      await isAvailable(Number((await someone()).phone), '+86').succeeds(false);
    });

    for (const phone of neverNumbers)
      it(`is refused for ${phone}`, () => isAvailable(phone).refuses(400, invalidPhone));

    it('wants a region and a number', async () => {
      await isAvailable('13912345678', '').refuses(400, 'Empty region.');
      await isAvailable('').refuses(400, 'Empty phone.');
    });
  });
}
