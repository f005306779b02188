import { expect } from 'chai';
import { argon2Hasher } from './password-hasher.js';

/** Rows of the older scheme (docs/wire/users.md, "Passwords"). */
const sha1Rows = [
  ['P@ssw0rd', 'sha1$1234$5f90d48a902af74f86a38803692643898e6c3000'],
  ['P@ssw0rd', 'sha1$5678$91fe6b0d318655066cb325a0ebdf5e56095f04a1'],
  ['密码123456', 'sha1$9998$2bfdde199f2cc9ee9bea4835eb2802e7129f265d'],
] as const;

/** Cheap parameters, for tests in which the queue is what counts. */
const cheap = '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$bm90IGEgaGFzaCBvZiBhbnl0aGluZw';

describe('the argon2 hasher', () => {
  const { hash, verify } = argon2Hasher();

  it('hashes with the parameters that OWASP names first', async () => {
    expect(await hash('P@ssw0rd')).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('never gives the same hash twice', async () => {
    expect(await hash('P@ssw0rd')).to.not.equal(await hash('P@ssw0rd'));
  });

  it('takes the password of a hash, and no other', async () => {
    const stored = await hash('密码123456');
    expect(await verify('密码123456', stored)).to.deep.equal({ matches: true, stale: false });
    expect(await verify('密码12345', stored)).to.deep.equal({ matches: false, stale: false });
  });

  it('calls a hash of weaker parameters stale', async () => {
    const weak = '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$';
    expect((await verify('P@ssw0rd', weak)).stale).to.equal(true);
  });

  for (const [password, stored] of sha1Rows) {
    it(`takes the password of the older row ${stored.slice(0, 20)}, and calls the row stale`, async () => {
      expect(await verify(password, stored)).to.deep.equal({ matches: true, stale: true });
    });

    it(`takes no other password for the older row ${stored.slice(0, 20)}`, async () => {
      for (const other of [`${password} `, '', `x${password}`, 'undefined'])
        expect((await verify(other, stored)).matches, other).to.equal(false);
    });
  }

  it('matches nothing against a text that is no hash', async () => {
    for (const stored of [
      '',
      'P@ssw0rd',
      'sha1$',
      'sha1$1234$',
      'sha1$1234$5f90',
      '$argon2id$',
      '$2b$10$abc',
      'plain$P@ssw0rd',
    ])
      expect((await verify('P@ssw0rd', stored)).matches, stored).to.equal(false);
  });

  it('lets the event loop turn while it hashes', async () => {
    let turns = 0;
    let done = false;
    const turn = () => {
      turns += 1;
      if (!done) setImmediate(turn);
    };
    setImmediate(turn);
    await hash('P@ssw0rd');
    done = true;
    expect(turns).to.be.greaterThan(10);
  });

  it('refuses early when too many wait, and serves those who do', async function () {
    this.timeout(30_000);
    const flood = argon2Hasher();
    const results = await Promise.allSettled(
      Array.from({ length: 300 }, () => flood.verify('P@ssw0rd', cheap)),
    );
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused.length).to.be.within(300 - 256 - 3, 300 - 256 - 1);
    for (const result of refused)
      expect(result).to.have.nested.property('reason.code', 'storage-unavailable');
    expect(await flood.verify('P@ssw0rd', cheap), 'it goes on afterwards').to.have.property('matches', false);
  });

  it('lets a wrong password wait its turn with an older row as with any other: time does not tell them apart', async function () {
    this.timeout(30_000);
    const [[password, older]] = sha1Rows;
    const flood = argon2Hasher();
    const others = Array.from({ length: 256 + 3 }, () => flood.verify('P@ssw0rd', cheap));
    const refused = await Promise.allSettled([
      flood.verify(`${password}!`, older),
      flood.verify(password, older),
    ]);
    expect(refused.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
    await Promise.allSettled(others);
  });
});
