import { codeVerifier, consoleVerifier } from '@kith/adapter-sms';
import { DomainError } from '@kith/core';
import { maskPhone } from '../masking.js';
import { module } from './services.js';

/** How codes reach a phone: in development by the log. */
export const smsModule = module((bind) => {
  bind.singleton(
    'smsVerifier',
    ['config', 'logger', 'random', 'secretDigest'],
    ({ config, logger, random, secretDigest }) =>
      config.sms === 'console'
        ? consoleVerifier({
            random,
            secretDigest,
            log: (phone, code) => logger.info(`Verification code for ${maskPhone(phone)}: ${code}`),
          })
        : codeVerifier({
            random,
            secretDigest,
            sender: { send: () => Promise.reject(new DomainError('sms-unavailable')) },
          }),
  );
});
