import type { z } from 'zod';
import type { SendReport, SmsProvider } from '../provider.js';
import { type CheckOutcome, type CheckReport, checkReportOf, remoteVerifier } from '../remote-verifier.js';
import { reportOf, rowOf } from '../report.js';
import { accountOf } from '../twilio/account.js';
import { reportOfError, type TwilioError } from '../twilio/errors.js';
import { checkVerification, startVerification } from './client.js';
import { checkAnswer, errorVerdicts, startAnswer, variables, verdicts } from './types.js';

const name = 'twilio-verify';

/**
 * Twilio Verify: makes, sends and checks the codes. A number gets the same one again until it is used or ten minutes
 * old. Where the answer to a send was lost, the number's latest is checked.
 */
export const twilioVerify: SmsProvider<typeof variables> = {
  name,
  variables,
  create(settings) {
    const account = accountOf(name, settings, ['KITH_TWILIO_VERIFY_SERVICE_SID']);
    const { KITH_TWILIO_VERIFY_URL: url, KITH_TWILIO_VERIFY_SERVICE_SID: service = '' } = settings;

    return (needs) => {
      const connection = { url, account, service, timeoutMs: needs.timeoutMs };
      return remoteVerifier(name, needs, {
        async send({ region, number }) {
          return reportOf(await startVerification(connection, `+${region}${number}`), startAnswer, readStart);
        },
        async check({ region, number }, code, reference) {
          const which = reference === '' ? { To: `+${region}${number}` } : { VerificationSid: reference };
          return checkReportOf(await checkVerification(connection, which, code), checkAnswer, readCheck);
        },
      });
    };
  },
};

const readStart = (answer: z.output<typeof startAnswer>): SendReport =>
  'sid' in answer ? { outcome: 'sent', detail: answer.sid, reference: answer.sid } : reportOfError(answer);

const readCheck = (answer: z.output<typeof checkAnswer>): CheckReport =>
  'valid' in answer
    ? { outcome: verdictOf(answer.status, answer.valid), detail: answer.status }
    : { outcome: verdictOfError(answer), detail: `code ${answer.code}` };

/** Both have to say so. */
const verdictOf = (status: string, valid: boolean): CheckOutcome => {
  const verdict = rowOf(verdicts, status) ?? 'expired';
  return verdict === 'right' && !valid ? 'wrong' : verdict;
};

const verdictOfError = ({ code, status }: TwilioError): CheckOutcome =>
  rowOf(errorVerdicts, String(code)) ?? (status === 429 || status >= 500 ? 'unavailable' : 'refused');
