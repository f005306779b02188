import { type DataCentre, dataCentres, rongCloudHosts } from '@kith/adapter-rongcloud';
import { z } from 'zod';

const text = z.string().min(1).optional();

/** Far less than what a relay has for a delivery. */
const longestAttemptMs = 10_000;
const retriesMs = 4_000;

const addresses = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim()))
  .superRefine((value, context) => {
    try {
      rongCloudHosts(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  });

/** The variables that make RongCloud the IM cloud. */
export const rongCloudVariables = {
  KITH_RONGCLOUD_APP_KEY: text.meta({ description: 'RongCloud: key of the app' }),
  KITH_RONGCLOUD_APP_SECRET: text.meta({ secret: true, description: 'RongCloud: secret of the app' }),
  KITH_RONGCLOUD_DATA_CENTRE: z
    .enum(Object.keys(dataCentres) as [DataCentre, ...DataCentre[]])
    .default('beijing')
    .meta({ description: `RongCloud: where the app lives: ${Object.keys(dataCentres).join(', ')}` }),
  KITH_RONGCLOUD_URL: addresses.optional().meta({
    description: 'RongCloud: addresses instead of a data centre, by comma, the preferred one first',
  }),
  KITH_RONGCLOUD_OBJECT_NAMES: z
    .enum(['RC', 'ST'])
    .default('RC')
    .meta({ description: 'RongCloud: what the names of notices begin with: RC:GrpNtf, or ST:GrpNtf' }),
  KITH_RONGCLOUD_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(longestAttemptMs)
    .default(longestAttemptMs)
    .meta({ description: 'RongCloud: how long one call may take' }),
  KITH_RONGCLOUD_TOKEN_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(longestAttemptMs)
    .default(3_000)
    .meta({ description: 'RongCloud: how long somebody waits for a token, in all' }),
  KITH_RONGCLOUD_LIMIT_SHARE: z.coerce
    .number()
    .positive()
    .max(1)
    .default(1)
    .meta({ description: "RongCloud: which part of the app's rate limits is for this machine, such as 0.5" }),
  KITH_RONGCLOUD_CALLBACK_PATH: z
    .string()
    .regex(/^(?:\/[\w.~-]+)+$/, 'is not a path like /rongcloud/hard-to-guess')
    .optional()
    .meta({
      secret: true,
      description: 'RongCloud: path of its callbacks, hard to guess; not set: none are taken',
    }),
  KITH_RONGCLOUD_CALLBACK_MAX_AGE: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .meta({ description: 'RongCloud: how old the signature of a callback may be, in seconds' }),
  KITH_RONGCLOUD_STORE_CALLBACKS: z
    .stringbool()
    .default(false)
    .meta({ description: 'RongCloud: keep what callbacks tell: messages, and who is online' }),
  KITH_RONGCLOUD_MESSAGE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(30)
    .meta({ description: 'RongCloud: how many days messages are kept for, where they are' }),
} as const;

type Variable = keyof typeof rongCloudVariables;
type Set = Readonly<Partial<Record<string, string>>>;

const keys = ['KITH_RONGCLOUD_APP_KEY', 'KITH_RONGCLOUD_APP_SECRET'] as const satisfies readonly Variable[];

/** What is wrong with them together, a line each. */
export function rongCloudProblems(set: Set): string[] {
  const begun = Object.keys(rongCloudVariables).some((name) => set[name]);
  const missing = begun
    ? keys
        .filter((name) => !set[name])
        .map((name) => `${name} is not set: the other KITH_RONGCLOUD_ variables need it`)
    : [];
  const both =
    set.KITH_RONGCLOUD_URL && set.KITH_RONGCLOUD_DATA_CENTRE
      ? ['KITH_RONGCLOUD_URL, KITH_RONGCLOUD_DATA_CENTRE: set one of them']
      : [];
  const stored = rongCloudVariables.KITH_RONGCLOUD_STORE_CALLBACKS.safeParse(
    set.KITH_RONGCLOUD_STORE_CALLBACKS,
  );
  const nowhere =
    stored.data && !set.KITH_RONGCLOUD_CALLBACK_PATH
      ? ['KITH_RONGCLOUD_CALLBACK_PATH is not set: KITH_RONGCLOUD_STORE_CALLBACKS needs it']
      : [];
  return [...missing, ...both, ...nowhere];
}

/** RongCloud, as it is configured. */
export interface RongCloudSettings {
  readonly appKey: string;
  readonly appSecret: string;
  readonly hosts: DataCentre | readonly string[];
  readonly objectNames: 'RC' | 'ST';
  readonly limitShare: number;
  readonly timeouts: { readonly attemptMs: number; readonly overallMs: number };
  readonly tokenTimeouts: { readonly attemptMs: number; readonly overallMs: number };
  /** null: none are taken. */
  readonly callbacks: {
    readonly path: `/${string}`;
    readonly windowMs: number;
    readonly store: boolean;
  } | null;
}

type RongCloudEnvironment = z.output<z.ZodObject<typeof rongCloudVariables>>;

/** null: RongCloud is not configured. */
export function rongCloudOf(environment: RongCloudEnvironment, workers: number): RongCloudSettings | null {
  const {
    KITH_RONGCLOUD_APP_KEY: appKey,
    KITH_RONGCLOUD_APP_SECRET: appSecret,
    KITH_RONGCLOUD_TIMEOUT_MS: attemptMs,
    KITH_RONGCLOUD_TOKEN_TIMEOUT_MS: tokenMs,
  } = environment;
  if (!appKey || !appSecret) return null;
  return {
    appKey,
    appSecret,
    hosts: environment.KITH_RONGCLOUD_URL ?? environment.KITH_RONGCLOUD_DATA_CENTRE,
    objectNames: environment.KITH_RONGCLOUD_OBJECT_NAMES,
    limitShare: environment.KITH_RONGCLOUD_LIMIT_SHARE / workers,
    timeouts: { attemptMs, overallMs: attemptMs + retriesMs },
    // Time for the other host too.
    tokenTimeouts: { attemptMs: Math.ceil(tokenMs / 2), overallMs: tokenMs },
    callbacks: callbacksOf(environment),
  };
}

function callbacksOf(environment: RongCloudEnvironment): RongCloudSettings['callbacks'] {
  const { KITH_RONGCLOUD_CALLBACK_PATH: path } = environment;
  if (path === undefined) return null;
  return {
    path: path as `/${string}`,
    windowMs: environment.KITH_RONGCLOUD_CALLBACK_MAX_AGE * 1_000,
    store: environment.KITH_RONGCLOUD_STORE_CALLBACKS,
  };
}
