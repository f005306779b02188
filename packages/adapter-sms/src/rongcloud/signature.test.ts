import { expect } from 'chai';
import { signatureOf } from './signature.js';

describe('the signature of RongCloud', () => {
  for (const [secret, nonce, timestamp, signature] of [
    ['Y1W2MeFwwwRxa0', '14314', '1408710653000', '30be0bbca9c9b2e27578701e9fda2358a814c88f'],
    ['Y1W2MeFwwwRxa0', '14314', '1408710653491', 'dd11a264276f438b045b3b236a2741ddc89d48df'],
    ['Y1W2MeFwwwRxa0', '0', '0', 'ad9585cc33dc4d72cf5349725fe664da8aa07824'],
    ['secretA1b2C3', '123456789012345678', '1700000000000', '0a9fad31b6cad582e59e34a1654e62a6a5339eed'],
    ['secretA1b2C3', '9f8e7d6c5b4a3210', '1767225600', '358d318edcb860b138663186ebdf2ddb26d9e925'],
    ['秘密Key', 'abcDEF', '1767225600123', '69d804783b8a713f8ec519f54059d986bb1ab165'],
  ] as const)
    it(`of ${secret}, ${nonce} and ${timestamp} is ${signature}`, () => {
      expect(signatureOf(secret, nonce, timestamp)).to.equal(signature);
    });
});
