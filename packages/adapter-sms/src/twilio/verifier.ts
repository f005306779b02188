import type { z } from 'zod';
import { codeVerifier } from '../code-verifier.js';
import type { SendReport, SmsProvider } from '../provider.js';
import { reportOf } from '../report.js';
import { codeText } from '../templates.js';
import { accountOf } from './account.js';
import { createMessage } from './client.js';
import { reportOfError } from './errors.js';
import { messageAnswer, variables } from './types.js';

const name = 'twilio';

/** Twilio Messages: our code in our text, wherever the account may write to. */
export const twilio: SmsProvider<typeof variables> = {
  name,
  variables,
  create(settings) {
    const {
      KITH_TWILIO_URL: url,
      KITH_SMS_APP_NAME: app,
      KITH_TWILIO_FROM: from = '',
      KITH_TWILIO_MESSAGING_SERVICE_SID: service,
    } = settings;
    const account = accountOf(name, settings, service === undefined ? ['KITH_TWILIO_FROM'] : []);
    const sender = service === undefined ? { From: from } : { MessagingServiceSid: service };

    return (needs) =>
      codeVerifier(name, needs, {
        async send({ region, number }, code) {
          const connection = { url, account, timeoutMs: needs.timeoutMs };
          const text = codeText(app, region, code);
          return reportOf(
            await createMessage(connection, sender, `+${region}${number}`, text),
            messageAnswer,
            readMessage,
          );
        },
      });
  },
};

/** Known at once for some numbers. */
const lost: readonly string[] = ['failed', 'undelivered', 'canceled'];

const readMessage = (answer: z.output<typeof messageAnswer>): SendReport =>
  'sid' in answer
    ? { outcome: lost.includes(answer.status) ? 'refused' : 'sent', detail: `${answer.sid} ${answer.status}` }
    : reportOfError(answer);
