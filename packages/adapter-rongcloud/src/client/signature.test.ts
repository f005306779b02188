import { inMemoryClock, inMemoryRandom } from '@kith/core/in-memory';
import { expect } from 'chai';
import { signature, signedHeaders } from './signature.js';

const vectors = [
  ['Y1W2MeFwwwRxa0', '14314', '1408710653000', '30be0bbca9c9b2e27578701e9fda2358a814c88f'],
  ['Y1W2MeFwwwRxa0', '14314', '1408710653491', 'dd11a264276f438b045b3b236a2741ddc89d48df'],
  ['Y1W2MeFwwwRxa0', '0', '0', 'ad9585cc33dc4d72cf5349725fe664da8aa07824'],
  ['secretA1b2C3', '123456789012345678', '1700000000000', '0a9fad31b6cad582e59e34a1654e62a6a5339eed'],
  ['secretA1b2C3', '9f8e7d6c5b4a3210', '1767225600', '358d318edcb860b138663186ebdf2ddb26d9e925'],
  ['秘密Key', 'abcDEF', '1767225600123', '69d804783b8a713f8ec519f54059d986bb1ab165'],
] as const;

describe('the signature of a request', () => {
  for (const [secret, nonce, timestamp, expected] of vectors)
    it(`is ${expected.slice(0, 8)}… for nonce ${nonce} at ${timestamp}`, () => {
      expect(signature(secret, nonce, timestamp)).to.equal(expected);
    });
});

describe('the headers of a request', () => {
  const clock = inMemoryClock(1_767_225_600_123);
  const headers = signedHeaders({ appKey: 'key', appSecret: 'secret' }, { clock, random: inMemoryRandom() });

  it('are signed for the moment, in milliseconds', () => {
    const { Nonce, Timestamp, Signature, ...rest } = headers();
    expect(Timestamp).to.equal('1767225600123');
    expect(Signature).to.equal(signature('secret', Nonce, Timestamp));
    expect(rest).to.have.property('App-Key', 'key');
  });

  it('fit: a nonce of at most 18 characters, a request id of at most 36', () => {
    expect(headers().Nonce).to.have.lengthOf.within(8, 18);
    expect(headers()['X-Request-ID']).to.have.lengthOf.within(16, 36);
  });

  it('are new for every request, not made once for the life of the process', () => {
    const first = headers();
    clock.advance(1);
    const second = headers();
    for (const name of ['Nonce', 'Timestamp', 'Signature', 'X-Request-ID'] as const)
      expect(first[name]).to.not.equal(second[name]);
  });
});
