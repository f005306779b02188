import { codeVerifier } from '../code-verifier.js';
import type { SmsProvider } from '../provider.js';
import { maskPhone } from '../report.js';

/** Sends nothing: logs each code, for development, where the developer is the phone. */
export const consoleProvider: SmsProvider<Record<never, never>> = {
  name: 'console',
  variables: {},
  create: () => (needs) =>
    codeVerifier('console', needs, {
      async send(phone, code) {
        needs.log.info(`Verification code for ${maskPhone(phone)}: ${code}`);
        return { outcome: 'sent', detail: 'to the log' };
      },
    }),
};
