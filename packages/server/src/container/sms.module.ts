import { codeVerifier, providers } from '@kith/adapter-sms';
import { module } from './services.js';

/** How codes reach a phone: in development by the log. */
export const smsModule = module((bind) => {
  bind.singleton(
    'smsVerifier',
    ['config', 'logger', 'random', 'secretDigest', 'clock'],
    ({ config, logger, random, secretDigest, clock }) => {
      const needs = { log: logger, random, secretDigest, clock };
      return config.sms === 'console'
        ? providers.console.create({})(needs)
        : codeVerifier('none', needs, {
            send: async () => ({ outcome: 'unavailable', detail: 'KITH_SMS is none' }),
          });
    },
  );
});
