import { routedVerifier } from '@kith/adapter-sms';
import { module } from './services.js';

/** How codes reach a phone: in development by the log. */
export const smsModule = module((bind) => {
  bind.singleton(
    'smsVerifier',
    ['config', 'logger', 'clock', 'random', 'secretDigest'],
    ({ config: { sms }, logger: log, ...needs }) =>
      routedVerifier(sms.routes, sms.settings)({ ...needs, log }),
  );
});
