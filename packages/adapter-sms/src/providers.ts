import { aliyun } from './aliyun/verifier.js';
import { consoleProvider } from './console/verifier.js';
import type { Settings, SmsProvider } from './provider.js';
import { rongcloud } from './rongcloud/verifier.js';
import { tencent } from './tencent/verifier.js';
import { twilio } from './twilio/verifier.js';
import { twilioVerify } from './twilio-verify/verifier.js';
import { yunpian } from './yunpian/verifier.js';

/** Every provider: one line each. The key is what `KITH_SMS_ROUTES` calls it. */
export const providers = {
  console: consoleProvider,
  yunpian,
  aliyun,
  tencent,
  twilio,
  'twilio-verify': twilioVerify,
  rongcloud,
} as const satisfies Record<string, SmsProvider>;

export type ProviderName = keyof typeof providers;

export const providerNames = Object.keys(providers) as readonly ProviderName[];

type AllOf<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The variables of all providers, for the schema of the environment. */
export const smsVariables = Object.assign(
  {},
  ...Object.values(providers).map(({ variables }) => variables),
) as AllOf<(typeof providers)[ProviderName]['variables']>;

/** Their values, once read. */
export type SmsSettings = Settings<typeof smsVariables>;
