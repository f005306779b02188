import { expect } from 'chai';
import { userId } from '../index.js';
import {
  inMemoryClock,
  inMemoryImGateway,
  inMemoryPasswordHasher,
  inMemoryPhoneNumbers,
  inMemoryRandom,
  inMemoryRateLimiter,
  inMemorySecretDigest,
  inMemorySmsVerifier,
  inMemoryUploadSigner,
} from './index.js';

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

describe('the clock in memory', () => {
  it('stands still until it is moved, forward or back', () => {
    const clock = inMemoryClock(1_000);
    expect(clock.now()).to.equal(1_000);
    clock.advance(500);
    expect(clock.now()).to.equal(1_500);
    clock.set(7);
    expect(clock.now()).to.equal(7);
  });
});

describe('chance in memory', () => {
  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => {
      const random = inMemoryRandom(seed);
      return [random.uuid(), random.sessionId(), random.digits(6), random.fraction()];
    };
    expect(draw(1)).to.deep.equal(draw(1));
    expect(draw(1)).not.to.deep.equal(draw(2));
  });

  it('has the shapes that the port promises', () => {
    const random = inMemoryRandom();
    for (let round = 0; round < 200; round += 1) {
      expect(random.uuid()).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(random.sessionId()).to.match(/^[0-9A-Za-z_-]{22,64}$/);
      expect(random.digits(6)).to.match(/^\d{6}$/);
      expect(random.fraction()).to.be.within(0, 1).and.not.equal(1);
    }
  });
});

describe('the digest in memory', () => {
  it('tells texts and keys apart, and shows neither', () => {
    const { digest } = inMemorySecretDigest('key');
    expect(digest('secret')).to.equal(digest('secret'));
    expect(digest('secret')).to.have.length.within(1, 64).and.not.include('secret');
    const others = [digest('Secret'), digest(''), inMemorySecretDigest('another').digest('secret')];
    expect(new Set([digest('secret'), ...others]).size).to.equal(4);
  });
});

describe('the password hasher in memory', () => {
  it('knows the password again, and no other', async () => {
    const hasher = inMemoryPasswordHasher();
    const hash = await hasher.hash('P@ssw0rd');
    expect(hash).to.have.length.within(1, 255).and.not.include('P@ssw0rd');
    expect(await hasher.verify('P@ssw0rd', hash)).to.deep.equal({ matches: true, stale: false });
    expect(await hasher.verify('p@ssw0rd', hash)).to.deep.equal({ matches: false, stale: false });
  });

  it('hashes equal passwords differently', async () => {
    const hasher = inMemoryPasswordHasher();
    expect(await hasher.hash('P@ssw0rd')).not.to.equal(await hasher.hash('P@ssw0rd'));
  });

  it('says when a hash is of another generation', async () => {
    const old = await inMemoryPasswordHasher(1).hash('P@ssw0rd');
    expect(await inMemoryPasswordHasher(2).verify('P@ssw0rd', old)).to.deep.equal({
      matches: true,
      stale: true,
    });
  });

  it('matches nothing with a hash of an unknown scheme', async () => {
    const hasher = inMemoryPasswordHasher();
    for (const hash of ['', 'P@ssw0rd', '$argon2id$v=19$x', 'memory$1$1'])
      expect(await hasher.verify('P@ssw0rd', hash)).to.have.property('matches', false);
  });
});

describe('phone numbers in memory', () => {
  const { parse } = inMemoryPhoneNumbers();
  const chinese = { region: '86', number: '13912345678' };

  for (const number of [
    '13912345678',
    '+8613912345678',
    '8613912345678',
    '008613912345678',
    '086-139 1234 5678',
  ])
    it(`read ${number}`, () => {
      expect(parse('86', number)).to.deep.equal(chinese);
      expect(parse('+86', number)).to.deep.equal(chinese);
    });

  it('take 16x, which the original refused', () => {
    expect(parse('86', '16612345678')).not.to.equal(null);
  });

  for (const number of [
    '',
    '20012341234',
    '23412341234',
    '130qwerasdf',
    '1391234567',
    '139123456789',
    '12912345678',
  ])
    it(`refuse '${number}' in China`, () => {
      expect(parse('86', number)).to.equal(null);
    });

  it('take 4 to 14 digits anywhere else', () => {
    expect(parse('44', '+44 7911 123456')).to.deep.equal({ region: '44', number: '7911123456' });
    for (const number of ['123', '1'.repeat(15), '12x45']) expect(parse('1', number)).to.equal(null);
  });

  for (const region of ['', '+', '0', '086', '12345', 'CN'])
    it(`know no region '${region}'`, () => {
      expect(parse(region, '13912345678')).to.equal(null);
    });
});

describe('the rate limiter in memory', () => {
  const rule = { limit: 2, windowMs: 1_000 };

  it('lets through what the limit allows, then says how long is left', async () => {
    const clock = inMemoryClock();
    const limiter = inMemoryRateLimiter(clock);
    expect([await limiter.take('a', rule), await limiter.take('a', rule)]).to.deep.equal([0, 0]);
    clock.advance(400);
    expect(await limiter.take('a', rule)).to.equal(600);
    expect(await limiter.take('b', rule), 'another key').to.equal(0);
    clock.advance(600);
    expect(await limiter.take('a', rule)).to.equal(0);
  });

  it('forgets on request', async () => {
    const limiter = inMemoryRateLimiter(inMemoryClock());
    await limiter.take('a', rule);
    await limiter.take('a', rule);
    expect(await limiter.take('a', rule)).to.equal(1_000);
    await limiter.reset('a');
    expect(await limiter.take('a', rule)).to.equal(0);
  });
});

describe('the SMS verifier in memory', () => {
  const phone = { region: '86', number: '13912345678' };
  const other = { region: '86', number: '13912345679' };

  it('knows the code again with its reference, which does not show it', async () => {
    const sms = inMemorySmsVerifier();
    const { reference } = await sms.start(phone);
    const code = sms.lastCode(phone);
    expect(reference).not.to.include(code);
    expect(await sms.check(phone, code, reference)).to.equal('right');
    expect(await sms.check(phone, `${code}0`, reference)).to.equal('wrong');
    expect(await sms.check(other, code, reference)).to.equal('wrong');
    expect(await sms.check(phone, code, 'another')).to.equal('wrong');
  });

  it('fails as often as it is told to, and has sent nothing then', async () => {
    const sms = inMemorySmsVerifier();
    sms.failNext(2);
    expect(await codeOf(sms.start(phone))).to.equal('sms-unavailable');
    expect(await codeOf(sms.check(phone, '1', '1'))).to.equal('sms-unavailable');
    expect(() => sms.lastCode(phone)).to.throw('no SMS was sent');
    await sms.start(phone);
  });
});

describe('the IM gateway in memory', () => {
  const profile = { id: userId(1), nickname: 'Ann', portraitUri: '' };

  it('mints a new token each time', async () => {
    const im = inMemoryImGateway();
    expect(await im.issueToken(profile)).not.to.equal(await im.issueToken(profile));
  });

  it('fails until it recovers', async () => {
    const im = inMemoryImGateway();
    im.failNext('im-unavailable', Number.POSITIVE_INFINITY);
    for (let round = 0; round < 3; round += 1)
      expect(await codeOf(im.issueToken(profile))).to.equal('im-unavailable');
    im.recover();
    expect(await codeOf(im.issueToken(profile))).to.equal('no error');
  });
});

describe('the upload signer in memory', () => {
  it('gives each user a ticket of their own', async () => {
    const signer = inMemoryUploadSigner();
    const [first, second] = [await signer.sign(userId(1)), await signer.sign(userId(2))];
    expect(first).to.deep.include({ target: 'qiniu' });
    expect(first).not.to.deep.equal(second);
  });
});
