import type { Phone } from '@kith/core';
import type { z } from 'zod';
import { codeVerifier } from '../code-verifier.js';
import { required, type SendReport, type SmsProvider } from '../provider.js';
import { reportOf, rowOf } from '../report.js';
import { forRegion } from '../templates.js';
import { sendTemplate, sendText } from './client.js';
import { answerSchema, outcomes, variables, waitsMs } from './types.js';

const name = 'yunpian';

/** Yunpian: one host for mainland China and one for the world; our code in a template, or in a text of the operator. */
export const yunpian: SmsProvider<typeof variables> = {
  name,
  variables,
  create(settings) {
    const texts = settings.KITH_YUNPIAN_TEXTS;
    const { KITH_YUNPIAN_API_KEY: apiKey, KITH_YUNPIAN_TEMPLATES: templates } = required(
      name,
      settings,
      texts ? ['KITH_YUNPIAN_API_KEY'] : ['KITH_YUNPIAN_API_KEY', 'KITH_YUNPIAN_TEMPLATES'],
    );
    const urlOf = (region: string) =>
      region === '86' ? settings.KITH_YUNPIAN_URL : settings.KITH_YUNPIAN_WORLD_URL;

    return (needs) =>
      codeVerifier(name, needs, {
        async send(phone, code) {
          const account = { url: urlOf(phone.region), apiKey, timeoutMs: needs.timeoutMs };
          const result = texts
            ? await sendText(account, mobileOf(phone), textOf(forRegion(texts, phone.region), code))
            : await sendTemplate(account, mobileOf(phone), forRegion(templates, phone.region), code);
          return reportOf(result, answerSchema, read);
        },
      });
  },
};

const mobileOf = ({ region, number }: Phone): string => (region === '86' ? number : `+${region}${number}`);

const textOf = (template: string, code: string): string => template.replaceAll('#code#', code);

function read({ code, sid }: z.output<typeof answerSchema>): SendReport {
  if (code === 0) return { outcome: 'sent', detail: `sid ${sid ?? 'unknown'}` };
  const row = String(code);
  const outcome = rowOf(outcomes, row) ?? (code <= -50 ? 'uncertain' : 'refused');
  return { outcome, detail: `code ${code}`, ...(waitsMs[row] && { retryAfterMs: waitsMs[row] }) };
}
