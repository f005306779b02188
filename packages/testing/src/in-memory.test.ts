import { decimalIdCodec, n3dIdCodec, samePhone } from '@kith/core';
import {
  inMemoryImGateway,
  inMemoryPasswordHasher,
  inMemoryPhoneNumbers,
  inMemoryRandom,
  inMemoryRateLimiter,
  inMemorySecretDigest,
  inMemorySmsVerifier,
  inMemoryUploadSigner,
} from '@kith/core/in-memory';
import { expect } from 'chai';
import {
  friendshipInvariants,
  groupInvariants,
  idCodecContract,
  imConvergence,
  imDirectoryContract,
  imGatewayContract,
  passwordHasherContract,
  phoneNumbersContract,
  randomContract,
  rateLimiterContract,
  secretDigestContract,
  smsVerifierContract,
  storeContracts,
  syncConvergence,
  uploadSignerContract,
} from './index.js';
import { openInMemory } from './test/open-in-memory.js';

const api = { describe, it, before, after };

describe('in memory:', () => {
  storeContracts(api, openInMemory);
  friendshipInvariants(api, openInMemory);
  groupInvariants(api, openInMemory);
  imConvergence(api, openInMemory);
  syncConvergence(api, openInMemory);
  rateLimiterContract(api, async (clock) => ({
    rateLimiter: inMemoryRateLimiter(clock),
    close: async () => {},
  }));
  smsVerifierContract(api, async () => {
    const smsVerifier = inMemorySmsVerifier();
    return {
      smsVerifier,
      lastCode: smsVerifier.lastCode,
      arrived: (phone) => smsVerifier.inbox.filter((sms) => samePhone(sms.phone, phone)).length,
      cutOff: () => smsVerifier.failNext(Number.POSITIVE_INFINITY),
      // Nothing can be lost where nothing lies between.
      loseAnswers: () => {},
    };
  });
  phoneNumbersContract(api, inMemoryPhoneNumbers());
  randomContract(api, inMemoryRandom());
  secretDigestContract(api, inMemorySecretDigest);
  imGatewayContract(api, async () => inMemoryImGateway());
  imDirectoryContract(api, async () => inMemoryImGateway());
  uploadSignerContract(api, inMemoryUploadSigner());
});

describe('in memory: passwords,', () => {
  const older = inMemoryPasswordHasher(1);
  const now = inMemoryPasswordHasher(2);
  passwordHasherContract(api, now);

  it('a hash of another generation matches, but is stale', async () => {
    const hash = await older.hash('secret1');
    expect(await now.verify('secret1', hash)).to.deep.equal({ matches: true, stale: true });
  });
});

describe('N3D ids:', () => idCodecContract(api, n3dIdCodec('a key of the tests')));
describe('decimal ids:', () => idCodecContract(api, decimalIdCodec));
