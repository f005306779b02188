import type { z } from 'zod';
import { codeVerifier } from '../code-verifier.js';
import { required, type SendOutcome, type SendReport, type SmsProvider } from '../provider.js';
import { reportOf, rowOf } from '../report.js';
import { forRegion, localeOf, type PerLocale } from '../templates.js';
import { sendSms } from './client.js';
import { answerSchema, outcomes, variables, waitsMs } from './types.js';

const name = 'tencent';

/** Tencent Cloud: our code as the one variable of an approved template. */
export const tencent: SmsProvider<typeof variables> = {
  name,
  variables,
  create(settings) {
    const {
      KITH_TENCENT_SECRET_ID: secretId,
      KITH_TENCENT_SECRET_KEY: secretKey,
      KITH_TENCENT_SDK_APP_ID: appId,
      KITH_TENCENT_SIGN_NAMES: signNames,
      KITH_TENCENT_TEMPLATES: templates,
    } = required(name, settings, [
      'KITH_TENCENT_SECRET_ID',
      'KITH_TENCENT_SECRET_KEY',
      'KITH_TENCENT_SDK_APP_ID',
      'KITH_TENCENT_SIGN_NAMES',
      'KITH_TENCENT_TEMPLATES',
    ]);
    const { KITH_TENCENT_URL: url, KITH_TENCENT_REGION: region } = settings;

    return (needs) =>
      codeVerifier(name, needs, {
        async send(phone, code) {
          const signName = signNameOf(signNames, phone.region);
          const result = await sendSms(
            { url, region, secretId, secretKey, timeoutMs: needs.timeoutMs },
            {
              PhoneNumberSet: [`+${phone.region}${phone.number}`],
              SmsSdkAppId: appId,
              TemplateId: forRegion(templates, phone.region),
              ...(signName !== undefined && { SignName: signName }),
              TemplateParamSet: [code],
            },
            needs.clock.now(),
          );
          return reportOf(result, answerSchema, read);
        },
      });
  },
};

/** Abroad none is needed, and one that is approved for mainland China alone would be refused. */
const signNameOf = (signNames: PerLocale, region: string): string | undefined =>
  region === '86' ? forRegion(signNames, region) : (signNames[localeOf(region)] ?? signNames.en);

function read({ Response: response }: z.output<typeof answerSchema>): SendReport {
  const { Code: code, SerialNo } = 'Error' in response ? response.Error : response.SendStatusSet[0];
  const outcome = rowOf<SendOutcome>(outcomes, code) ?? 'refused';
  if (outcome === 'sent') return { outcome, detail: `SerialNo ${SerialNo ?? 'unknown'}` };
  const retryAfterMs = rowOf(waitsMs, code);
  return { outcome, detail: code, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
