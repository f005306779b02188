import { epochMs, n3dIdCodec } from '@kith/core';
import {
  idCodecContract,
  imDirectoryContract,
  imGatewayContract,
  passwordHasherContract,
  phoneNumbersContract,
  randomContract,
  secretDigestContract,
  uploadSignerContract,
} from '@kith/testing';
import {
  argon2Hasher,
  cryptoRandom,
  developmentBucket,
  hmacDigest,
  libPhoneNumbers,
  localImGateway,
  qiniuSigner,
} from './index.js';

const api = { describe, it, before, after };
const random = cryptoRandom();
const idCodec = n3dIdCodec('11EdDIaqpcim');

describe('the platform keeps the promises of its ports:', () => {
  randomContract(api, random);
  secretDigestContract(api, hmacDigest);
  phoneNumbersContract(api, libPhoneNumbers());
  idCodecContract(api, idCodec);
  imGatewayContract(api, async () => localImGateway({ random, log: () => {} }));
  imDirectoryContract(api, async () => localImGateway({ random, log: () => {} }));
  uploadSignerContract(
    api,
    qiniuSigner(developmentBucket(), { clock: { now: () => epochMs(1_500_000_000_000) }, idCodec }),
  );
  passwordHasherContract(api, argon2Hasher(), {
    password: 'P@ssw0rd',
    hash: 'sha1$1234$5f90d48a902af74f86a38803692643898e6c3000',
  });
});
