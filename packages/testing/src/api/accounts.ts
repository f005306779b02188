import { expect } from 'chai';
import { type Kit, password } from './kit.js';

/** Registration and login (docs/wire/users.md). */
export function accountsArea(kit: Kit): void {
  const { describe, it, host, guest, someone, people, newPhone, tokenFor, pass } = kit;
  const nobodysToken = '9a615598-7caa-11e5-a305-525439e49ee9';

  const register = async (fields: object, phone = newPhone()) => {
    const valid = { nickname: 'Ann', password, verification_token: await tokenFor(phone) };
    return guest().post('/user/register', { ...valid, ...fields });
  };
  const login = (phone: unknown, word: unknown = password, region: unknown = '86') =>
    guest().post('/user/login', { region, phone, password: word });
  const nicknameOf = async (nickname: string): Promise<string> => {
    const { id } = await (await register({ nickname })).result<{ id: string }>();
    const user = await (await someone()).get(`/user/${id}`).result<{ nickname: string }>();
    return user.nickname;
  };

  describe('registering', () => {
    it('gives an id and a session', async () => {
      const [ann] = await people('Ann');
      await ann.get(`/user/${ann.id}`).succeeds({ id: ann.id, nickname: 'Ann', portraitUri: '' });
    });

    for (const [given, kept] of [
      ['<a>hello</a>', '&lt;a&gt;hello&lt;/a&gt;'],
      ['a > b', 'a &gt; b'],
      ['&amp; "it\'s"', '&amp; "it\'s"'],
      ['<'.repeat(32), '&lt;'.repeat(8)],
      ['a'.repeat(32), 'a'.repeat(32)],
      ['  ', '  '],
    ] as const)
      it(`keeps the nickname ${given} as ${kept}`, async () => {
        expect(await nicknameOf(given)).to.equal(kept);
      });

    it('fixed: a nickname of emoji is kept, each counted as one', async () => {
      expect(await nicknameOf('😀'.repeat(32))).to.equal('😀'.repeat(32));
      await (await register({ nickname: '😀'.repeat(33) })).refuses(400, 'Length of nickname invalid.');
    });

    for (const [what, fields, text] of [
      ['no nickname', { nickname: '' }, 'Empty nickname.'],
      ['no password', { password: '' }, 'Empty password.'],
      ['no token', { verification_token: '' }, 'Empty verification_token.'],
      ['a nickname of 33', { nickname: 'a'.repeat(33) }, 'Length of nickname invalid.'],
      ['a nickname of nothing but a comment', { nickname: '<!-- c -->' }, 'Length of nickname invalid.'],
      [
        'a nickname that was too long before escaping',
        { nickname: '<a>'.repeat(12) },
        'Length of nickname invalid.',
      ],
      ['a password of 5', { password: '12345' }, 'Length of password invalid.'],
      ['a password of 21', { password: '1'.repeat(21) }, 'Length of password invalid.'],
      ['a space in the password', { password: 'qwe qwe' }, 'Password must have no space.'],
      ['a token that is none', { verification_token: '...' }, 'Invalid verification_token.'],
    ] as const)
      it(`refuses ${what}`, async () => (await register(fields)).refuses(400, text));

    it('fixed: refuses a space at the beginning of the password too', async () =>
      (await register({ password: ' qweqwe' })).refuses(400, 'Password must have no space.'));

    it('checks in order: space, nickname, length, shape of the token, token', async () => {
      const all = { password: 'a b', nickname: 'a'.repeat(33), verification_token: 'x' };
      await (await register(all)).refuses(400, 'Password must have no space.');
      await (await register({ ...all, password: 'ab' })).refuses(400, 'Length of nickname invalid.');
      await (await register({ ...all, password: 'ab', nickname: 'Ann' })).refuses(
        400,
        'Length of password invalid.',
      );
      await (await register({ verification_token: 'x' })).refuses(400, 'Invalid verification_token.');
    });

    it('does not know a token that nobody earned', async () =>
      (await register({ verification_token: nobodysToken })).refuses(404, 'Unknown verification_token.'));

    it('fixed: a token is forgotten after its minutes', async () => {
      const [early, late] = [await tokenFor(newPhone()), await tokenFor(newPhone())];
      await pass(host().rules.tokenLifetimeMs - 1000);
      await (await register({ verification_token: early })).result();
      await pass(2000);
      await (await register({ verification_token: late })).refuses(404, 'Unknown verification_token.');
    });

    it('refuses a number that is taken: by the same token, or by a new one', async () => {
      const phone = newPhone();
      const token = await tokenFor(phone);
      await (await register({ verification_token: token })).result();
      await (await register({ verification_token: token })).refuses(400, 'Phone number has already existed.');
      await pass(host().rules.code.resendAfterMs + 1);
      await (await register({}, phone)).refuses(400, 'Phone number has already existed.');
    });

    it('takes a token in capitals', async () => {
      const token = (await tokenFor(newPhone())).toUpperCase();
      const { status } = await (await register({ verification_token: token })).answer();
      expect(status).to.be.oneOf([200, 404]);
    });

    it('fixed: users of other regions, with longer numbers, register, log in and are found', async () => {
      const phone = { region: '62', phone: '812345678901' };
      await guest().post('/user/send_code', phone).succeeds();
      const code = host().lastCode(phone.phone);
      const verification = await guest()
        .post('/user/verify_code', { ...phone, code })
        .result<{ verification_token: string }>();
      await guest()
        .post('/user/register', { nickname: 'Uli', password, ...verification })
        .result();
      const { id } = await guest()
        .post('/user/login', { ...phone, password })
        .result<{ id: string }>();
      const found = await (await someone()).get('/user/find/62/812345678901').result<{ id: string }>();
      expect(found.id).to.equal(id);
    });

    it('fixed: a fresh account finds itself by its first sync', async () => {
      const [ann] = await people('Ann');
      const { user, version } = await ann
        .get('/user/sync/0')
        .result<{ user: { id: string }; version: number }>();
      expect(user.id).to.equal(ann.id);
      expect(version).to.be.above(0);
    });
  });

  describe('logging in', () => {
    it('gives the id, the IM token and a session', async () => {
      const [ann] = await people('Ann');
      const { id, token } = await login(ann.phone).result<{ id: string; token: string }>();
      expect(id).to.equal(ann.id);
      expect(token).to.be.a('string').that.is.not.equal('');
    });

    it('gives the IM token that was issued before', async () => {
      const [ann] = await people('Ann');
      const first = await login(ann.phone).result();
      expect(await login(ann.phone).result()).to.deep.equal(first);
    });

    it('takes the number as a JSON number, and the region with its plus', async () => {
      const { phone } = await someone();
      await login(Number(phone), password, 86).result();
      await login(phone, password, '+86').result();
    });

    it('wants region, number and password', async () => {
      await login('13912345678', password, '').refuses(400, 'Empty region.');
      await login('').refuses(400, 'Empty phone.');
      await login('13912345678', '').refuses(400, 'Empty password.');
    });

    for (const phone of ['23412341234', '130qwerasdf', '1391234567'])
      it(`refuses ${phone}`, () => login(phone).refuses(400, 'Invalid region and phone number.'));

    it('fixed: nothing tells an unknown number from a wrong password', async () => {
      const [ann] = await people('Ann');
      const wrong = await login(ann.phone, 'wrong-password').answer();
      const unknown = await login(newPhone(), 'wrong-password').answer();
      expect(unknown.text).to.equal(wrong.text);
      expect(JSON.parse(wrong.text)).to.include({ code: 1000 });
      expect([...wrong.cookies, ...unknown.cookies]).to.deep.equal([]);
    });

    it('fixed: guessing passwords ends after some tries, and the right one is no good then', async () => {
      const [ann] = await people('Ann');
      const { limit, windowMs } = host().rules.passwordGuesses;
      for (let guesses = 0; guesses < limit; guesses += 1)
        await login(ann.phone, 'wrong-password').answersCode(1000);
      await login(ann.phone, 'wrong-password').answersCode(5000);
      await login(ann.phone).answersCode(5000);
      await pass(windowMs + 1);
      await login(ann.phone).result();
    });

    it('fixed: guessing at a number that nobody has ends alike', async () => {
      const phone = newPhone();
      for (let guesses = 0; guesses < host().rules.passwordGuesses.limit; guesses += 1)
        await login(phone, 'wrong-password').answersCode(1000);
      await login(phone, 'wrong-password').answersCode(5000);
    });

    it('a login that succeeds ends the count', async () => {
      const [ann] = await people('Ann');
      const { limit } = host().rules.passwordGuesses;
      for (let guesses = 0; guesses < limit - 1; guesses += 1)
        await login(ann.phone, 'wrong-password').answersCode(1000);
      await login(ann.phone).result();
      for (let guesses = 0; guesses < limit - 1; guesses += 1)
        await login(ann.phone, 'wrong-password').answersCode(1000);
      await login(ann.phone).result();
    });
  });
}
