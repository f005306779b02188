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
  type UploadStore,
  uploadSigner,
} from './index.js';

const api = { describe, it, before, after };
const random = cryptoRandom();
const idCodec = n3dIdCodec('11EdDIaqpcim');

const uploadStores: readonly UploadStore[] = [
  { target: 'qiniu', ...developmentBucket() },
  {
    target: 's3',
    endpoint: 'https://s3.example.com',
    region: 'eu-central-1',
    bucket: 'pictures',
    pathStyle: false,
    accessKeyId: 'access',
    secretAccessKey: 'secret',
    publicUrl: 'https://pictures.example.com',
  },
];

describe('the platform keeps the promises of its ports:', () => {
  randomContract(api, random);
  secretDigestContract(api, hmacDigest);
  phoneNumbersContract(api, libPhoneNumbers());
  idCodecContract(api, idCodec);
  imGatewayContract(api, async () => localImGateway({ random, log: () => {} }));
  imDirectoryContract(api, async () => localImGateway({ random, log: () => {} }));
  for (const store of uploadStores)
    uploadSignerContract(
      api,
      uploadSigner(store, {
        clock: { now: () => epochMs(1_500_000_000_000) },
        idCodec,
        random,
        maxBytes: 1_000,
      }),
    );
  passwordHasherContract(api, argon2Hasher(), {
    password: 'P@ssw0rd',
    hash: 'sha1$1234$5f90d48a902af74f86a38803692643898e6c3000',
  });
});
