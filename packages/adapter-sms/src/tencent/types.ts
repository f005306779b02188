import { z } from 'zod';
import type { SendOutcome } from '../provider.js';
import { perLocale } from '../templates.js';
import { baseUrl, secretSetting, setting } from '../variables.js';

export const variables = {
  KITH_TENCENT_SECRET_ID: setting('SMS by Tencent Cloud: id of the API key'),
  KITH_TENCENT_SECRET_KEY: secretSetting('SMS by Tencent Cloud: secret of the API key'),
  KITH_TENCENT_SDK_APP_ID: setting('SMS by Tencent Cloud: SdkAppId of the SMS application'),
  KITH_TENCENT_SIGN_NAMES: perLocale()
    .optional()
    .meta({ description: 'SMS by Tencent Cloud: approved signatures, like zh_cn=Kith' }),
  KITH_TENCENT_TEMPLATES: perLocale().optional().meta({
    description: 'SMS by Tencent Cloud: templates whose one variable is the code, like zh_cn=1110,en=1111',
  }),
  KITH_TENCENT_REGION: z
    .string()
    .min(1)
    .default('ap-guangzhou')
    .meta({ description: 'SMS by Tencent Cloud: region of the API; ap-guangzhou unless set' }),
  KITH_TENCENT_URL: baseUrl('https://sms.tencentcloudapi.com', 'SMS by Tencent Cloud: address of the API'),
} as const;

const status = z.object({ Code: z.string(), SerialNo: z.string().optional() });

/** The whole call fails with an `Error`; one that succeeds has a verdict for each number. */
export const answerSchema = z.object({
  Response: z.union([z.object({ Error: status }), z.object({ SendStatusSet: z.tuple([status]) })]),
});

/** By code, or by what it begins with. Any other is a refusal. */
export const outcomes = {
  Ok: 'sent',
  LimitExceeded: 'throttled',
  // Those of the whole application are no fault of the number's.
  'LimitExceeded.AppDailyLimit': 'unavailable',
  'LimitExceeded.AppMainlandChinaDailyLimit': 'unavailable',
  'LimitExceeded.AppGlobalDailyLimit': 'unavailable',
  RequestLimitExceeded: 'unavailable',
  InternalError: 'unavailable',
  // Their own timeouts: it may be out.
  'InternalError.SendAndRecvFail': 'uncertain',
  'InternalError.Timeout': 'uncertain',
  // The user has unsubscribed.
  'FailedOperation.PhoneNumberInBlacklist': 'bad-number',
  'InvalidParameterValue.IncorrectPhoneNumber': 'bad-number',
} as const satisfies Record<string, SendOutcome>;

const hourMs = 60 * 60_000;

/** How long a throttled number has to wait at most. */
export const waitsMs: Readonly<Record<string, number>> = {
  'LimitExceeded.PhoneNumberThirtySecondLimit': 30_000,
  'LimitExceeded.PhoneNumberOneHourLimit': hourMs,
  'LimitExceeded.PhoneNumberDailyLimit': 24 * hourMs,
};
