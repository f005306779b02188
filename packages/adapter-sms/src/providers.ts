import { aliyun } from './aliyun/verifier.js';
import { consoleProvider } from './console/verifier.js';
import type { SmsProvider } from './provider.js';
import { tencent } from './tencent/verifier.js';
import { yunpian } from './yunpian/verifier.js';

/** Every provider: one line each. The key is what `KITH_SMS_ROUTES` calls it. */
export const providers = {
  console: consoleProvider,
  yunpian,
  aliyun,
  tencent,
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
