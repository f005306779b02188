import { expect } from 'chai';
import type { SignedIn } from '../../services.js';
import { ann, bob, type Kith, kithInMemory, outcomes, password, refusal } from '../../test/kith.js';

const minute = 60_000;
const newPassword = 'n3wP@ssw0rd';
const neverGiven = '9a615598-7caa-11e5-a305-525439e49ee9';

describe('resetting a password', () => {
  let kith: Kith;
  let me: SignedIn;
  let token: string;
  beforeEach(async () => {
    kith = kithInMemory();
    me = await kith.signUp(ann);
    kith.clock.advance(minute);
    token = await kith.tokenFor(ann);
  });

  it('lets the new one in, and the old one no more', async () => {
    await kith.resetPassword(newPassword, token);
    await kith.logIn(ann, newPassword);
    await refusal(kith.logIn(ann, password), 'credentials-wrong');
  });

  it('ends every session of the user, and no other', async () => {
    const tablet = await kith.logIn(ann, password);
    const someone = await kith.signUp(bob);
    await kith.resetPassword(newPassword, token);
    expect(await kith.authenticate(me.session.id)).to.equal(null);
    expect(await kith.authenticate(tablet.session.id)).to.equal(null);
    expect(await kith.authenticate(someone.session.id)).not.to.equal(null);
  });

  it('is refused in the order of the contract', async () => {
    await refusal(kith.resetPassword('a b', '123'), 'password-space');
    await refusal(kith.resetPassword('123', '123'), 'password-length');
    await refusal(kith.resetPassword('a'.repeat(23), '123'), 'password-length');
    await refusal(kith.resetPassword(newPassword, '123'), 'verification-token-malformed');
    await refusal(kith.resetPassword(newPassword, neverGiven), 'verification-token-unknown');
  });

  it('uses the token up, also when it comes five times at once', async () => {
    const works = Array.from({ length: 5 }, () => kith.resetPassword(newPassword, token));
    expect(await outcomes(works)).to.deep.equal({ fine: 1, 'verification-token-unknown': 4 });
    await refusal(kith.resetPassword('an0therOne', token), 'verification-token-unknown');
  });

  it('may follow registering with the same token, within its 10 minutes', async () => {
    const fresh = await kith.tokenFor(bob);
    await kith.register({ nickname: 'Bob', password, verificationToken: fresh });
    await kith.resetPassword(newPassword, fresh);
    await kith.logIn(bob, newPassword);
  });

  it('is too late after 10 minutes', async () => {
    kith.clock.advance(10 * minute + 1);
    await refusal(kith.resetPassword(newPassword, token), 'verification-token-unknown');
    expect(await kith.authenticate(me.session.id)).not.to.equal(null);
  });

  it('does not tell that a number has no user', async () => {
    const strangers = await kith.tokenFor(bob);
    await kith.resetPassword(newPassword, strangers);
    await refusal(kith.resetPassword(newPassword, strangers), 'verification-token-unknown');
  });

  it('lets the owner in although somebody has used up the guesses', async () => {
    for (let round = 1; round <= 10; round += 1)
      await refusal(kith.logIn(ann, 'guessing'), 'credentials-wrong');
    await refusal(kith.logIn(ann, password), 'too-many-guesses');
    await kith.resetPassword(newPassword, token);
    await kith.logIn(ann, newPassword);
  });
});

describe('changing a password', () => {
  let kith: Kith;
  let me: SignedIn;
  beforeEach(async () => {
    kith = kithInMemory();
    me = await kith.signUp(ann);
  });
  const change = (change: Partial<{ newPassword: string; oldPassword: string }> = {}) =>
    kith.changePassword(me, { newPassword, oldPassword: password, ...change });

  it('lets the new one in, and the old one no more', async () => {
    await change();
    await kith.logIn(ann, newPassword);
    await refusal(kith.logIn(ann, password), 'credentials-wrong');
  });

  it('ends every other session: a stolen one too', async () => {
    const stolen = await kith.logIn(ann, password);
    await change();
    expect(await kith.authenticate(stolen.session.id)).to.equal(null);
    expect(await kith.authenticate(me.session.id)).not.to.equal(null);
  });

  it('is refused in the order of the contract', async () => {
    await refusal(change({ newPassword: 'a b', oldPassword: 'wrong' }), 'password-space');
    await refusal(change({ newPassword: '123', oldPassword: 'wrong' }), 'password-length');
    await refusal(change({ oldPassword: 'wrong' }), 'old-password-wrong');
    await refusal(change({ oldPassword: '' }), 'old-password-wrong');
  });

  it('bounds the guesses at the old one, together with those at logging in', async () => {
    for (let round = 1; round <= 5; round += 1) {
      await refusal(change({ oldPassword: 'wrong' }), 'old-password-wrong');
      await refusal(kith.logIn(ann, 'guessing'), 'credentials-wrong');
    }
    await refusal(change(), 'too-many-guesses');
  });

  it('happens once when two devices do it at the same moment', async () => {
    const works = ['0ne0ne0ne', 'tw0tw0tw0'].map((each) => change({ newPassword: each }));
    expect(await outcomes(works)).to.deep.equal({ fine: 1, 'old-password-wrong': 1 });
  });
});
