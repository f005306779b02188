import { z } from 'zod';
import type { SendOutcome } from '../provider.js';
import type { CheckOutcome } from '../remote-verifier.js';
import { perLocale } from '../templates.js';
import { baseUrl, secretSetting, setting } from '../variables.js';

export const variables = {
  KITH_RONGCLOUD_APP_KEY: setting('RongCloud: key of the app'),
  KITH_RONGCLOUD_APP_SECRET: secretSetting('RongCloud: secret of the app'),
  KITH_RONGCLOUD_SMS_TEMPLATES: perLocale().optional().meta({
    description: 'SMS by RongCloud: templates, like zh_cn=1234,en=5678',
  }),
  KITH_RONGCLOUD_SMS_URL: baseUrl('https://api.sms.ronghub.com', 'SMS by RongCloud: its API'),
} as const;

const failure = z.object({ code: z.number().int() });

/** A session is what a code is checked by. Judged by `code`: HTTP 200 alone says nothing. */
export const sendAnswer = z.union([
  z.object({ code: z.literal(200), sessionId: z.string().min(1).max(160) }),
  failure.refine(({ code }) => code !== 200),
]);

export const verifyAnswer = z.union([
  z.object({ code: z.literal(200), success: z.boolean() }),
  failure.refine(({ code }) => code !== 200),
]);

/** Of sending. Their own failures leave it open. 1008 is their limit for a number: one a minute, three an hour. */
export const sendOutcomes = {
  200: 'sent',
  1000: 'uncertain',
  1001: 'refused',
  1002: 'refused',
  1003: 'refused',
  1004: 'refused',
  1005: 'refused',
  1006: 'refused',
  1007: 'refused',
  1008: 'throttled',
  1009: 'refused',
  1010: 'refused',
  1011: 'refused',
  1012: 'refused',
  1013: 'unavailable',
  1050: 'uncertain',
} as const satisfies Record<number, SendOutcome>;

/** Of checking, where the code was not judged. 1014: already used. */
export const checkOutcomes = {
  1000: 'unavailable',
  1008: 'unavailable',
  1013: 'unavailable',
  1014: 'expired',
  1050: 'unavailable',
} as const satisfies Record<number, CheckOutcome>;
