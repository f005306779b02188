import type { AddressLimits } from '@kith/adapter-koa';
import { developmentRules, productionRules, type Rules } from '@kith/core';
import { developmentSecrets, type Secrets } from './development-secrets.js';
import { type Environment, readEnvironment } from './environment.js';
import { developmentBucket, type QiniuBucket } from './platform/index.js';

/** All that the server is made from. */
export interface Config {
  readonly mode: 'development' | 'production';
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly trustProxy: boolean;
  readonly corsOrigins: readonly string[];
  /** How much one address may ask for; null: no limits. */
  readonly addressLimits: AddressLimits | null;
  /** 'sqlite:<file>' */
  readonly databaseUrl: string;
  /** Bring an older schema up to date when the database is opened, instead of refusing it. */
  readonly migrate: boolean;
  readonly cookie: {
    readonly name: string;
    readonly domain?: string;
    readonly maxAgeMs: number;
    readonly secure: boolean;
  };
  readonly secrets: Secrets;
  readonly sms: 'console' | 'none';
  /** null: uploads are not configured. */
  readonly qiniu: QiniuBucket | null;
  readonly logLevel: string;
  readonly rules: Rules;
}

/**
 * In development, secrets that are not set are made up, and kept beside the database.
 *
 * @throws ConfigError naming everything that is wrong or missing
 */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const environment = readEnvironment(variables);
  const development = environment.NODE_ENV === 'development';
  const rules = development ? developmentRules : productionRules;
  const domain = environment.KITH_AUTH_COOKIE_DOMAIN;
  const sessionLifetimeMs = environment.KITH_AUTH_COOKIE_MAX_AGE * 1000;

  return {
    mode: environment.NODE_ENV,
    host: environment.HOST,
    port: environment.PORT,
    trustProxy: environment.KITH_TRUST_PROXY,
    corsOrigins: environment.KITH_CORS_ORIGINS,
    addressLimits: addressLimitsOf(environment),
    databaseUrl: environment.DATABASE_URL,
    migrate: development,
    cookie: {
      name: environment.KITH_AUTH_COOKIE_NAME,
      ...(domain !== undefined && { domain }),
      maxAgeMs: sessionLifetimeMs,
      secure: environment.KITH_AUTH_COOKIE_SECURE,
    },
    secrets: secretsOf(environment),
    sms: environment.KITH_SMS,
    qiniu: bucketOf(environment) ?? (development ? developmentBucket() : null),
    logLevel: environment.KITH_LOG_LEVEL,
    rules: { ...rules, sessionLifetimeMs },
  };
}

const minuteMs = 60_000;
const unlimited = Number.MAX_SAFE_INTEGER;

function addressLimitsOf({
  KITH_CODES_PER_ADDRESS: codes,
  KITH_ATTEMPTS_PER_ADDRESS: attempts,
}: Environment): AddressLimits | null {
  if (codes === undefined && attempts === undefined) return null;
  return {
    codes: { limit: codes ?? unlimited, windowMs: 60 * minuteMs },
    attempts: { limit: attempts ?? unlimited, windowMs: 15 * minuteMs },
  };
}

function secretsOf({ KITH_AUTH_KEYS, KITH_N3D_KEY, KITH_DIGEST_KEY, DATABASE_URL }: Environment): Secrets {
  if (KITH_AUTH_KEYS && KITH_N3D_KEY && KITH_DIGEST_KEY)
    return { authKeys: KITH_AUTH_KEYS, n3dKey: KITH_N3D_KEY, digestKey: KITH_DIGEST_KEY };
  const generated = developmentSecrets(DATABASE_URL);
  return {
    authKeys: KITH_AUTH_KEYS ?? generated.authKeys,
    n3dKey: KITH_N3D_KEY ?? generated.n3dKey,
    digestKey: KITH_DIGEST_KEY ?? generated.digestKey,
  };
}

function bucketOf({
  KITH_QINIU_ACCESS_KEY: accessKey,
  KITH_QINIU_SECRET_KEY: secretKey,
  KITH_QINIU_BUCKET: bucket,
  KITH_QINIU_DOMAIN: domain,
}: Environment): QiniuBucket | null {
  return accessKey && secretKey && bucket && domain ? { accessKey, secretKey, bucket, domain } : null;
}
