import { expect } from 'chai';
import { ann, bob, type Kith, kithInMemory, outcomes, password, refusal } from '../../test/kith.js';

const minute = 60_000;
const neverGiven = '9a615598-7caa-11e5-a305-525439e49ee9';

describe('registering', () => {
  let kith: Kith;
  let token: string;
  beforeEach(async () => {
    kith = kithInMemory();
    token = await kith.tokenFor(ann);
  });
  const registering = (change: Partial<Parameters<Kith['register']>[0]> = {}) =>
    kith.register({ nickname: 'Ann', password, verificationToken: token, ...change });

  it('makes the user and signs them in for 30 days', async () => {
    const { user, session } = await registering({ nickname: '<a>hello</a>' });
    expect(await kith.getUser(user)).to.deep.include({
      phone: ann,
      nickname: '&lt;a&gt;hello&lt;/a&gt;',
      portraitUri: '',
    });
    expect(session).to.deep.include({ user, expiresAt: kith.clock.now() + 30 * 24 * 60 * minute });
    expect(await kith.authenticate(session.id)).to.deep.equal({ user, session });
  });

  it('checks in the order of the contract', async () => {
    const everythingWrong = { nickname: '', password: 'a b', verificationToken: '...' };
    await refusal(registering(everythingWrong), 'password-space');
    await refusal(registering({ ...everythingWrong, password: 'ab' }), 'nickname-length');
    await refusal(registering({ ...everythingWrong, password: 'ab', nickname: 'Ann' }), 'password-length');
    await refusal(registering({ verificationToken: '...' }), 'verification-token-malformed');
    await refusal(registering({ verificationToken: neverGiven }), 'verification-token-unknown');
  });

  it('refuses a password with a space in front too', async () => {
    await refusal(registering({ password: ' qweqwe' }), 'password-space');
  });

  it('takes the token in any case', async () => {
    await registering({ verificationToken: token.toUpperCase() });
  });

  it('takes the token for 10 minutes', async () => {
    kith.clock.advance(10 * minute + 1);
    await refusal(registering(), 'verification-token-unknown');
  });

  it('says that the number is taken when the token comes a second time', async () => {
    await registering();
    await refusal(registering(), 'phone-taken');
  });

  it('makes one user of five requests at once', async () => {
    const works = Array.from({ length: 5 }, () => registering());
    expect(await outcomes(works)).to.deep.equal({ fine: 1, 'phone-taken': 4 });
  });

  it('stores no password and no token in clear', async () => {
    const { user } = await registering();
    const stored = await kith.unitOfWork.read(async ({ users, verifications }) => ({
      hash: await users.passwordHash(user),
      verification: await verifications.find(ann),
    }));
    expect(JSON.stringify(stored)).not.to.include(password).and.not.to.include(token);
  });
});

describe('asking whether a number may be registered', () => {
  it('is answered by who is registered', async () => {
    const kith = kithInMemory();
    expect(await kith.isPhoneAvailable(ann)).to.equal(true);
    await kith.signUp(ann);
    expect(await kith.isPhoneAvailable(ann)).to.equal(false);
    expect(await kith.isPhoneAvailable({ region: '+86', number: '139-1234-5001' })).to.equal(false);
    expect(await kith.isPhoneAvailable(bob)).to.equal(true);
  });

  it('is refused for what is no number', async () => {
    await refusal(kithInMemory().isPhoneAvailable({ region: '86', number: '23412341234' }), 'phone-invalid');
  });
});
