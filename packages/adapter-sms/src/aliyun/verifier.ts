import type { Phone } from '@kith/core';
import type { z } from 'zod';
import { codeVerifier } from '../code-verifier.js';
import { required, type SendReport, type SmsProvider } from '../provider.js';
import { reportOf, rowOf } from '../report.js';
import { forRegion } from '../templates.js';
import { sendSms } from './client.js';
import { answerSchema, outcomes, variables } from './types.js';

const name = 'aliyun';

/** Aliyun (Alibaba Cloud), its Chinese site: our code in an approved template, for mainland China and abroad. */
export const aliyun: SmsProvider<typeof variables> = {
  name,
  variables,
  create(settings) {
    const {
      KITH_ALIYUN_ACCESS_KEY_ID: keyId,
      KITH_ALIYUN_ACCESS_KEY_SECRET: secret,
      KITH_ALIYUN_SIGN_NAMES: signNames,
      KITH_ALIYUN_TEMPLATES: templates,
    } = required(name, settings, [
      'KITH_ALIYUN_ACCESS_KEY_ID',
      'KITH_ALIYUN_ACCESS_KEY_SECRET',
      'KITH_ALIYUN_SIGN_NAMES',
      'KITH_ALIYUN_TEMPLATES',
    ]);
    const { KITH_ALIYUN_URL: url, KITH_ALIYUN_TEMPLATE_PARAM: param } = settings;

    return (needs) =>
      codeVerifier(name, needs, {
        async send(phone, code) {
          const result = await sendSms(
            { url, keyId, secret, timeoutMs: needs.timeoutMs },
            {
              PhoneNumbers: digitsOf(phone),
              SignName: forRegion(signNames, phone.region),
              TemplateCode: forRegion(templates, phone.region),
              TemplateParam: JSON.stringify({ [param]: code }),
            },
            { nowMs: needs.clock.now(), nonce: needs.random.uuid() },
          );
          return reportOf(result, answerSchema, read);
        },
      });
  },
};

const digitsOf = ({ region, number }: Phone): string => (region === '86' ? number : `${region}${number}`);

function read({ Code: code, BizId }: z.output<typeof answerSchema>, status: number): SendReport {
  const outcome = rowOf<SendReport['outcome']>(outcomes, code) ?? (status >= 500 ? 'uncertain' : 'refused');
  return { outcome, detail: outcome === 'sent' ? `BizId ${BizId ?? 'unknown'}` : code };
}
