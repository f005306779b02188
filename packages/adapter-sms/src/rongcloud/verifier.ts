import type { z } from 'zod';
import { required, type SendReport, type SmsProvider } from '../provider.js';
import { type CheckOutcome, type CheckReport, checkReportOf, remoteVerifier } from '../remote-verifier.js';
import { reportOf, rowOf } from '../report.js';
import { forRegion } from '../templates.js';
import { sendCode, verifyCode } from './client.js';
import { checkOutcomes, sendAnswer, sendOutcomes, variables, verifyAnswer } from './types.js';

const name = 'rongcloud';

/** RongCloud's SMS service: makes, sends and checks the codes. A code whose session was in a lost answer cannot be checked. */
export const rongcloud: SmsProvider<typeof variables> = {
  name,
  variables,
  create(settings) {
    const {
      KITH_RONGCLOUD_APP_KEY: appKey,
      KITH_RONGCLOUD_APP_SECRET: appSecret,
      KITH_RONGCLOUD_SMS_TEMPLATES: templateIds,
    } = required(name, settings, [
      'KITH_RONGCLOUD_APP_KEY',
      'KITH_RONGCLOUD_APP_SECRET',
      'KITH_RONGCLOUD_SMS_TEMPLATES',
    ]);
    const { KITH_RONGCLOUD_SMS_URL: url } = settings;

    return (needs) => {
      const connection = { ...needs, url, appKey, appSecret };
      return remoteVerifier(name, needs, {
        async send({ region, number: mobile }) {
          const templateId = forRegion(templateIds, region);
          return reportOf(await sendCode(connection, { mobile, region, templateId }), sendAnswer, readSend);
        },
        async check(_, code, sessionId) {
          if (sessionId === '') return { outcome: 'expired', detail: 'no session' };
          const result = await verifyCode(connection, { sessionId, code });
          return checkReportOf(result, verifyAnswer, readCheck, outcomeOfStatus);
        },
      });
    };
  },
};

const readSend = (answer: z.output<typeof sendAnswer>, status: number): SendReport => ({
  outcome: rowOf(sendOutcomes, String(answer.code)) ?? (status >= 500 ? 'uncertain' : 'refused'),
  detail: `code ${answer.code}`,
  ...('sessionId' in answer && { reference: answer.sessionId }),
});

const readCheck = (answer: z.output<typeof verifyAnswer>): CheckReport =>
  'success' in answer
    ? { outcome: answer.success ? 'right' : 'wrong', detail: `code ${answer.code}` }
    : { outcome: rowOf(checkOutcomes, String(answer.code)) ?? 'refused', detail: `code ${answer.code}` };

/** Whoever has tried too often is answered 429, or 430, and no reason. */
const outcomeOfStatus = (status: number): CheckOutcome =>
  status === 429 || status === 430 ? 'expired' : 'unavailable';
