import { z } from 'zod';
import type { SendOutcome } from '../provider.js';
import { perLocale } from '../templates.js';
import { baseUrl, secretSetting } from '../variables.js';

const templateId = z.string().regex(/^\d{1,19}$/, 'is not the number of a template');
const text = z.string().max(500).includes('#code#', 'has no #code#');

export const variables = {
  KITH_YUNPIAN_API_KEY: secretSetting('SMS by Yunpian: its key'),
  KITH_YUNPIAN_TEMPLATES: perLocale(templateId).optional().meta({
    description: 'SMS by Yunpian: templates with the variable #code#, like zh_cn=1234,en=5678',
  }),
  KITH_YUNPIAN_TEXTS: perLocale(text).optional().meta({
    description:
      'SMS by Yunpian: in place of templates, approved texts with #code#, like en=[Kith] It is #code#',
  }),
  KITH_YUNPIAN_URL: baseUrl('https://sms.yunpian.com', 'SMS by Yunpian: host for region 86'),
  KITH_YUNPIAN_WORLD_URL: baseUrl('https://us.yunpian.com', 'SMS by Yunpian: host for other regions'),
} as const;

/** `sid` has 64 bits: it is text once the client has read it. */
export const answerSchema = z.object({ code: z.number().int(), sid: z.string().optional() });

/** By code. Any other is a refusal, or, from -50 down, an accident of theirs. */
export const outcomes = {
  '0': 'sent',
  // A parameter that is malformed: all others are ours and do not vary.
  '2': 'bad-number',
  // The user is on the do-not-disturb list.
  '10': 'bad-number',
  // The same again, too many in a day, too many in an hour.
  '9': 'throttled',
  '17': 'throttled',
  '22': 'throttled',
  // The carrier's failure; too much at once, too fast.
  '28': 'unavailable',
  '-4': 'unavailable',
  '-5': 'unavailable',
} as const satisfies Record<string, SendOutcome>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long a throttled number has to wait at most. */
export const waitsMs: Readonly<Record<string, number>> = {
  '9': 5 * minuteMs,
  '17': 24 * hourMs,
  '22': hourMs,
};
