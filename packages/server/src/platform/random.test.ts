import { expect } from 'chai';
import { cryptoRandom } from './random.js';
import { hmacDigest } from './secret-digest.js';

const many = 2000;

describe('chance', () => {
  const random = cryptoRandom();

  it('gives UUIDs of version 4 in lower case', () => {
    expect(random.uuid()).to.match(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('gives session ids of 128 bits at least, in characters that need no escape', () => {
    const ids = new Set(Array.from({ length: many }, () => random.sessionId()));
    expect(ids.size).to.equal(many);
    for (const id of ids) expect(id).to.match(/^[\w-]{22,64}$/);
  });

  it('gives codes with every digit in every place, the first included', () => {
    const codes = Array.from({ length: many }, () => random.digits(6));
    for (const code of codes) expect(code).to.match(/^\d{6}$/);
    for (let place = 0; place < 6; place += 1)
      expect(new Set(codes.map((code) => code[place])).size, `place ${place}`).to.equal(10);
  });

  it('gives fractions from 0 to below 1', () => {
    for (let i = 0; i < many; i += 1) expect(random.fraction()).to.be.within(0, 1 - Number.EPSILON);
  });
});

describe('the secret digest', () => {
  it('is the HMAC-SHA256 of the text', () => {
    expect(hmacDigest('Jefe').digest('what do ya want for nothing?')).to.equal(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is another under another key', () => {
    expect(hmacDigest('a').digest('text')).to.not.equal(hmacDigest('b').digest('text'));
  });
});
