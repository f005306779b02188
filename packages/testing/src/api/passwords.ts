import { type Kit, password } from './kit.js';

/** Changing and resetting passwords (docs/wire/users.md). */
export function passwordsArea({
  describe,
  it,
  host,
  guest,
  someone,
  people,
  newPhone,
  tokenFor,
  pass,
}: Kit): void {
  const notSignedIn = 'Not loged in.';
  const fresh = 'battery-staple';

  const login = (phone: string, word: string) =>
    guest().post('/user/login', { region: '86', phone, password: word });
  const reset = (word: unknown, token: unknown) =>
    guest().post('/user/reset_password', { password: word, verification_token: token });

  describe('resetting the password', () => {
    it('takes the new one from then on', async () => {
      const [ann] = await people('Ann');
      await pass(host().rules.code.resendAfterMs + 1);
      await reset(fresh, await tokenFor(ann.phone)).succeeds();
      await login(ann.phone, password).answersCode(1000);
      await login(ann.phone, fresh).result();
    });

    it('works with the token of a registration shortly before', async () => {
      const phone = newPhone();
      const token = await tokenFor(phone);
      await guest().post('/user/register', { nickname: 'Ann', password, verification_token: token }).result();
      await reset(fresh, token).succeeds();
      await login(phone, fresh).result();
    });

    it('fixed: ends every session of the user', async () => {
      const [ann] = await people('Ann');
      const tablet = await ann.otherDevice();
      await pass(host().rules.code.resendAfterMs + 1);
      await reset(fresh, await tokenFor(ann.phone)).succeeds();
      await ann.get('/user/groups').refuses(403, notSignedIn);
      await tablet.get('/user/groups').refuses(403, notSignedIn);
    });

    it('fixed: uses the token up', async () => {
      const token = await tokenFor(newPhone());
      await reset(fresh, token).succeeds();
      await reset(fresh, token).refuses(404, 'Unknown verification_token.');
    });

    it('fixed: a token is forgotten after its minutes', async () => {
      const token = await tokenFor(newPhone());
      await pass(host().rules.tokenLifetimeMs + 1000);
      await reset(fresh, token).refuses(404, 'Unknown verification_token.');
    });

    it('answers a number without a user alike', async () => {
      await reset(fresh, await tokenFor(newPhone())).succeeds();
    });

    const shaped = '9a615598-7caa-11e5-a305-525439e49ee9';
    for (const [what, word, token, status, text] of [
      ['no password', '', shaped, 400, 'Empty password.'],
      ['no token', fresh, '', 400, 'Empty verification_token.'],
      ['a space', 'qwe qwe', shaped, 400, 'Password must have no space.'],
      ['a password of 3', '123', shaped, 400, 'Length of password invalid.'],
      ['a password of 23', '1'.repeat(23), shaped, 400, 'Length of password invalid.'],
      ['a token that is none', fresh, '123', 400, 'Invalid verification_token.'],
      ['a token that nobody earned', fresh, shaped, 404, 'Unknown verification_token.'],
    ] as const)
      it(`refuses ${what}`, () => reset(word, token).refuses(status, text));
  });

  describe('changing the password', () => {
    const change = async (newPassword: unknown, oldPassword: unknown) =>
      (await someone()).post('/user/change_password', { newPassword, oldPassword });

    it('takes the new one from then on', async () => {
      const [ann] = await people('Ann');
      await ann.post('/user/change_password', { newPassword: fresh, oldPassword: password }).succeeds();
      await login(ann.phone, password).answersCode(1000);
      await login(ann.phone, fresh).result();
    });

    it('fixed: ends every other session, and leaves this one', async () => {
      const [ann] = await people('Ann');
      const tablet = await ann.otherDevice();
      await ann.post('/user/change_password', { newPassword: fresh, oldPassword: password }).succeeds();
      await ann.get('/user/groups').succeeds([]);
      await tablet.get('/user/groups').refuses(403, notSignedIn);
    });

    it('needs the old one', async () => (await change(fresh, 'wrong-password')).answersCode(1000));

    it('fixed: guessing the old one ends after some tries', async () => {
      const [ann] = await people('Ann');
      const guess = () =>
        ann.post('/user/change_password', { newPassword: fresh, oldPassword: 'wrong-password' });
      for (let guesses = 0; guesses < host().rules.passwordGuesses.limit; guesses += 1)
        await guess().answersCode(1000);
      await guess().answersCode(5000);
      await ann
        .post('/user/change_password', { newPassword: fresh, oldPassword: password })
        .answersCode(5000);
    });

    for (const [what, newPassword, oldPassword, text] of [
      ['no new password', '', password, 'Empty newPassword.'],
      ['no old password', fresh, '', 'Empty oldPassword.'],
      ['a space', 'qwe qwe', password, 'New password must have no space.'],
      ['a new password of 3', '123', password, 'Invalid new password length.'],
      ['a new password of 23', '1'.repeat(23), password, 'Invalid new password length.'],
    ] as const)
      it(`refuses ${what}`, async () => (await change(newPassword, oldPassword)).refuses(400, text));
  });
}
