import { n3dIdCodec } from '@kith/core';
import { createLogger } from '../logging.js';
import {
  argon2Hasher,
  cryptoRandom,
  hmacDigest,
  libPhoneNumbers,
  systemClock,
  uploadSigner,
} from '../platform/index.js';
import { module } from './services.js';

/** What the machine and Node give, and what is made from the configuration alone. */
export const platformModule = module((bind) => {
  bind.singleton('logger', ['config'], ({ config }) => createLogger(config));
  bind.singleton('rules', ['config'], ({ config }) => config.rules);
  bind.singleton('clock', [], systemClock);
  bind.singleton('random', [], cryptoRandom);
  bind.singleton('phoneNumbers', [], libPhoneNumbers);
  bind.singleton('passwordHasher', [], argon2Hasher);
  bind.singleton('secretDigest', ['config'], ({ config }) => hmacDigest(config.secrets.digestKey));
  bind.singleton('idCodec', ['config'], ({ config }) => n3dIdCodec(config.secrets.n3dKey));
  bind.singleton('uploadSigner', ['config', 'clock', 'idCodec', 'random'], ({ config, ...needs }) =>
    uploadSigner(config.uploads, { ...needs, maxBytes: config.uploadMaxBytes }),
  );
});
