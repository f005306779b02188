import { n3dIdCodec } from '@kith/core';
import { z } from 'zod';
import { databaseProblems, databaseVariables } from './database-environment.js';
import { rongCloudProblems, rongCloudVariables } from './rongcloud-environment.js';
import { smsEnvironment, smsProblems } from './sms-environment.js';
import { smsSpendDefaults, smsSpendVariables } from './sms-spend-environment.js';
import { uploadProblems, uploadVariables } from './upload-environment.js';

const keyLength = 32;
const thirtyDaysS = 30 * 24 * 60 * 60;
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const key = z.string().min(keyLength, `needs ${keyLength} characters or more`);

const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(item));

const count = z.coerce.number().int().positive().optional();

const n3dKey = z.string().superRefine((value, context) => {
  try {
    n3dIdCodec(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

const origin = z
  .string()
  .refine(
    (value) => URL.canParse(value) && new URL(value).origin === value,
    'is not an origin like https://app.example.com',
  );

/** Every variable that Kith reads, with what the command line says of it. `secret` ones are never shown, `url` ones without password. */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production'])
    .default('production')
    .meta({ description: 'production, or development' }),
  HOST: z.string().meta({ description: 'address to listen on; 127.0.0.1 in development, else 0.0.0.0' }),
  PORT: z.coerce.number().int().min(0).max(65535).default(8585).meta({ description: 'port to listen on' }),
  KITH_WORKERS: z.coerce.number().int().min(1).max(1024).default(1).meta({
    description: 'processes that serve together on this machine; 1 on SQLite',
  }),
  KITH_RELAY: z.stringbool().default(true).meta({
    description: 'whether kith serve delivers the outbox itself; false where kith relay does',
  }),
  KITH_METRICS_HOST: z.string().default('127.0.0.1').meta({ description: 'address of /metrics' }),
  KITH_METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .meta({ description: 'port of /metrics, for Prometheus; not set: no metrics' }),
  ...databaseVariables,
  KITH_AUTH_COOKIE_NAME: z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a cookie')
    .default('rong_auth_cookie')
    .meta({ description: 'name of the session cookie' }),
  KITH_AUTH_COOKIE_DOMAIN: z
    .string()
    .regex(/^\.?[a-z\d-]+(?:\.[a-z\d-]+)*$/i, 'is not a domain like example.com')
    .optional()
    .meta({ description: 'domain of the session cookie' }),
  KITH_AUTH_COOKIE_MAX_AGE: z.coerce
    .number()
    .int()
    .positive()
    .default(thirtyDaysS)
    .meta({ description: 'how long a session lasts, in seconds' }),
  KITH_AUTH_COOKIE_SECURE: z
    .stringbool()
    .default(false)
    .meta({ description: 'send the session cookie over HTTPS only' }),
  KITH_AUTH_KEYS: listOf(key).optional().meta({
    secret: true,
    description: 'keys of the session tokens, by comma: the first signs, all are accepted',
  }),
  KITH_N3D_KEY: n3dKey
    .optional()
    .meta({ secret: true, description: 'key of the ids on the wire; never change it' }),
  KITH_DIGEST_KEY: key
    .optional()
    .meta({ secret: true, description: 'key of the digests of codes and tokens' }),
  KITH_CORS_ORIGINS: listOf(origin).default([]).meta({ description: 'origins of web clients, by comma' }),
  KITH_TRUST_PROXY: z
    .stringbool()
    .default(false)
    .meta({ description: 'believe X-Forwarded-* of a proxy in front' }),
  KITH_CODES_PER_ADDRESS: count.meta({
    description: 'codes that one address may ask for in an hour; no limit in development, else 20',
  }),
  KITH_ATTEMPTS_PER_ADDRESS: count.meta({
    description:
      'sign-ins and the like that one address may try in 15 minutes; no limit in development, else 300',
  }),
  ...smsEnvironment,
  ...smsSpendVariables,
  ...rongCloudVariables,
  ...uploadVariables,
  KITH_LOG_LEVEL: z
    .enum(levels)
    .meta({ description: `${levels.join(', ')}; debug in development, else info` }),
});

export type Environment = z.output<typeof environmentSchema>;
export type Variable = keyof Environment;

/** What differs from one mode to the other. */
const defaults = {
  development: { HOST: '127.0.0.1', KITH_SMS_ROUTES: '*=console', KITH_LOG_LEVEL: 'debug' },
  production: {
    HOST: '0.0.0.0',
    KITH_CODES_PER_ADDRESS: 20,
    KITH_ATTEMPTS_PER_ADDRESS: 300,
    ...smsSpendDefaults,
    KITH_LOG_LEVEL: 'info',
  },
} as const satisfies Record<Environment['NODE_ENV'], Partial<z.input<typeof environmentSchema>>>;

/** Without these there is no production. */
export const productionSecrets = [
  'KITH_AUTH_KEYS',
  'KITH_N3D_KEY',
  'KITH_DIGEST_KEY',
] as const satisfies readonly Variable[];

/** The environment cannot be used. The message is one line, or one for each of several variables concerned. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const intro = 'The configuration cannot be used:';
    super(
      problems.length === 1
        ? `${intro} ${problems[0]}`
        : [intro, ...problems.map((problem) => `  ${problem}`)].join('\n'),
    );
    this.problems = problems;
  }
}

/**
 * Reads the environment. An empty variable counts as not set.
 *
 * @throws ConfigError naming everything that is wrong and everything that is missing, at once
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const mode = set.NODE_ENV === 'development' ? 'development' : 'production';
  const parsed = environmentSchema.safeParse({ ...defaults[mode], ...set });
  const wrong = parsed.error?.issues.map(({ path: [name], message }) => `${String(name)}: ${message}`) ?? [];
  const problems = [
    ...missing(set),
    ...wrong,
    ...databaseProblems(set),
    ...smsProblems(set),
    ...rongCloudProblems(set),
    ...uploadProblems(set),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return parsed.data;
}

function missing(set: Readonly<Partial<Record<Variable, string>>>): string[] {
  const production = (set.NODE_ENV ?? 'production') === 'production';
  const secrets = production ? productionSecrets.filter((name) => !set[name]) : [];
  return secrets.map((name) => `${name} is not set: production needs it`);
}
