import { z } from 'zod';
import type { SendOutcome } from '../provider.js';
import { perLocale } from '../templates.js';
import { baseUrl, secretSetting, setting } from '../variables.js';

export const variables = {
  KITH_ALIYUN_ACCESS_KEY_ID: setting('SMS by Aliyun: id of the access key'),
  KITH_ALIYUN_ACCESS_KEY_SECRET: secretSetting('SMS by Aliyun: secret of the access key'),
  KITH_ALIYUN_SIGN_NAMES: perLocale()
    .optional()
    .meta({ description: 'SMS by Aliyun: approved signatures without brackets, like zh_cn=Kith,en=Kith' }),
  KITH_ALIYUN_TEMPLATES: perLocale()
    .optional()
    .meta({ description: 'SMS by Aliyun: approved templates, like zh_cn=SMS_1000,en=SMS_2000' }),
  KITH_ALIYUN_TEMPLATE_PARAM: z
    .string()
    .min(1)
    .default('code')
    .meta({ description: 'SMS by Aliyun: the variable of the templates that is the code; code unless set' }),
  KITH_ALIYUN_URL: baseUrl('https://dysmsapi.aliyuncs.com', 'SMS by Aliyun: address of the API'),
} as const;

/** `Code` is the verdict; a failure may have any HTTP status. */
export const answerSchema = z.object({ Code: z.string(), BizId: z.string().optional() });

/** By `Code`, or what it begins with. Any other is a refusal, or, with an HTTP status of 500 or more, uncertain. */
export const outcomes = {
  OK: 'sent',
  'isv.BUSINESS_LIMIT_CONTROL': 'throttled',
  'isv.MOBILE_NUMBER_ILLEGAL': 'bad-number',
  'isp.SYSTEM_ERROR': 'unavailable',
  Throttling: 'unavailable',
  ServiceUnavailable: 'unavailable',
} as const satisfies Record<string, SendOutcome>;
