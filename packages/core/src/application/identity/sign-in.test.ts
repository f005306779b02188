import { expect } from 'chai';
import { sessionId } from '../../domain/ids.js';
import { inMemoryPasswordHasher } from '../../in-memory/index.js';
import type { SignedIn } from '../../services.js';
import { ann, bob, type Kith, kithInMemory, outcomes, password, refusal } from '../../test/kith.js';
import { said } from '../../test/said.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const wrong = 'wr0ngpass';

describe('logging in', () => {
  let kith: Kith;
  let me: SignedIn;
  beforeEach(async () => {
    kith = kithInMemory();
    me = await kith.signUp(ann);
  });

  it('opens a session of its own for each device', async () => {
    const phone = await kith.logIn(ann, password);
    const tablet = await kith.logIn({ region: '+86', number: '139 1234 5001' }, password);
    expect(new Set([me, phone, tablet].map(({ session }) => session.id)).size).to.equal(3);
    for (const { session } of [me, phone, tablet])
      expect(await kith.authenticate(session.id)).to.deep.equal({ user: me.user, session });
  });

  it('has the IM cloud compared with us: a new device is when a wrong copy would show', async () => {
    await said(kith.unitOfWork, kith.clock);
    await refusal(kith.logIn(ann, wrong), 'credentials-wrong');
    expect(await said(kith.unitOfWork, kith.clock)).to.deep.equal([]);
    await kith.logIn(ann, password);
    expect(await said(kith.unitOfWork, kith.clock)).to.deep.equal([
      { type: 'reconciliation-due', user: me.user },
    ]);
  });

  it('is refused for what is no number', async () => {
    for (const number of ['23412341234', '130qwerasdf', ''])
      await refusal(kith.logIn({ region: '86', number }, password), 'phone-invalid');
  });

  it('looks alike for an unknown number and a wrong password, down to the work it takes', async () => {
    const work: string[] = [];
    const hasher = inMemoryPasswordHasher();
    const counted = {
      hash: (text: string) => {
        work.push('slow');
        return hasher.hash(text);
      },
      verify: (text: string, hash: string) => {
        work.push('slow');
        return hasher.verify(text, hash);
      },
    };
    const watched = kithInMemory({}, { passwordHasher: counted });
    await watched.signUp(ann);
    work.length = 0;

    expect(await refusal(watched.logIn(bob, wrong), 'credentials-wrong')).to.equal(undefined);
    const forUnknown = work.splice(0);
    expect(await refusal(watched.logIn(ann, wrong), 'credentials-wrong')).to.equal(undefined);
    expect(work).to.deep.equal(forUnknown);
  });

  it('bounds the guesses at a number: 10 in 15 minutes, then not even the right password', async () => {
    for (let round = 1; round <= 10; round += 1) await refusal(kith.logIn(ann, wrong), 'credentials-wrong');
    kith.clock.advance(minute);
    expect(await refusal(kith.logIn(ann, password), 'too-many-guesses')).to.deep.equal({
      retryAfterMs: 14 * minute,
    });
    kith.clock.advance(14 * minute);
    await kith.logIn(ann, password);
  });

  it('bounds the guesses at an unknown number alike', async () => {
    for (let round = 1; round <= 10; round += 1) await refusal(kith.logIn(bob, wrong), 'credentials-wrong');
    await refusal(kith.logIn(bob, wrong), 'too-many-guesses');
  });

  it('bounds guesses in parallel too', async () => {
    const works = Array.from({ length: 100 }, () => kith.logIn(ann, wrong));
    expect(await outcomes(works)).to.deep.equal({ 'credentials-wrong': 10, 'too-many-guesses': 90 });
  });

  it('counts anew after the right password', async () => {
    for (let round = 1; round <= 30; round += 1) {
      await refusal(kith.logIn(ann, wrong), 'credentials-wrong');
      await kith.logIn(ann, password);
    }
  });

  it('hashes a password anew that an older scheme had hashed', async () => {
    const upgraded = kithInMemory({}, { passwordHasher: inMemoryPasswordHasher(2) });
    const oldHash = await inMemoryPasswordHasher(1).hash(password);
    const { user } = await upgraded.signUp(ann);
    await upgraded.unitOfWork.write(({ users }) => users.setPasswordHash(user, oldHash));

    await refusal(upgraded.logIn(ann, wrong), 'credentials-wrong');
    expect(await upgraded.unitOfWork.read(({ users }) => users.passwordHash(user))).to.equal(oldHash);
    await upgraded.logIn(ann, password);
    expect(await upgraded.unitOfWork.read(({ users }) => users.passwordHash(user))).to.match(/^memory\$2\$/);
    await upgraded.logIn(ann, password);
  });

  it('lets two devices in at once while the password is hashed anew', async () => {
    const upgraded = kithInMemory({}, { passwordHasher: inMemoryPasswordHasher(2) });
    const { user } = await upgraded.signUp(ann);
    const oldHash = await inMemoryPasswordHasher(1).hash(password);
    await upgraded.unitOfWork.write(({ users }) => users.setPasswordHash(user, oldHash));
    const works = Array.from({ length: 3 }, () => upgraded.logIn(ann, password));
    expect(await outcomes(works)).to.deep.equal({ fine: 3 });
  });

  it('lets nobody in with a password that is reset while it is checked', async () => {
    const hasher = inMemoryPasswordHasher();
    let meanwhile = async (): Promise<void> => undefined;
    const slow = {
      hash: hasher.hash,
      verify: async (text: string, hash: string) => {
        const verdict = await hasher.verify(text, hash);
        await meanwhile();
        return verdict;
      },
    };
    const racing = kithInMemory({}, { passwordHasher: slow });
    await racing.signUp(ann);
    racing.clock.advance(minute);
    const token = await racing.tokenFor(ann);
    meanwhile = async () => {
      meanwhile = async () => undefined;
      await racing.resetPassword('n3wP@ssw0rd', token);
    };
    await refusal(racing.logIn(ann, password), 'credentials-wrong');
  });
});

describe('a session', () => {
  let kith: Kith;
  let me: SignedIn;
  beforeEach(async () => {
    kith = kithInMemory();
    me = await kith.signUp(ann);
  });

  it('lasts 30 days, to the millisecond', async () => {
    kith.clock.advance(30 * day - 1);
    expect(await kith.authenticate(me.session.id)).not.to.equal(null);
    kith.clock.advance(1);
    expect(await kith.authenticate(me.session.id)).to.equal(null);
  });

  it('ends with logging out, alone of all', async () => {
    const other = await kith.logIn(ann, password);
    await kith.logOut(me.session.id);
    expect(await kith.authenticate(me.session.id)).to.equal(null);
    expect(await kith.authenticate(other.session.id)).not.to.equal(null);
    await kith.logOut(me.session.id);
  });

  it('that nobody opened is nobody', async () => {
    expect(await kith.authenticate(sessionId('unknown'))).to.equal(null);
  });
});
