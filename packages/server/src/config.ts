import type { AddressLimits } from '@kith/adapter-koa';
import type { SmsRoutes, SmsSettings } from '@kith/adapter-sms';
import type { ServerOptions } from '@kith/adapters-sql';
import { developmentRules, productionRules, type Rules } from '@kith/core';
import { databaseTls } from './database-tls.js';
import { developmentSecrets, type Secrets } from './development-secrets.js';
import { type Environment, readEnvironment } from './environment.js';
import type { UploadStore } from './platform/index.js';
import { type RongCloudSettings, rongCloudOf } from './rongcloud-environment.js';
import { smsSpendOf } from './sms-spend-environment.js';
import { uploadStoreOf } from './upload-environment.js';

export interface DatabaseConfig extends ServerOptions {
  readonly url: string;
}

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
  readonly database: DatabaseConfig;
  /** How many processes `kith serve` starts. */
  readonly workers: number;
  /** Whether `kith serve` delivers the outbox itself. */
  readonly relay: boolean;
  /** Where Prometheus asks; null: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** This process serves, or relays: on SQLite only one may. A command that runs beside it does not. */
  readonly serves: boolean;
  /** Bring an older schema up to date when the database is opened, instead of refusing it. */
  readonly migrate: boolean;
  readonly cookie: {
    readonly name: string;
    readonly domain?: string;
    readonly maxAgeMs: number;
    readonly secure: boolean;
  };
  readonly secrets: Secrets;
  /** Who sends codes, by region, and what they need for it. No routes: nobody does. */
  readonly sms: {
    readonly routes: SmsRoutes;
    readonly settings: SmsSettings;
  };
  /** null: there is no IM cloud; what one would be told goes no further than this process. */
  readonly rongCloud: RongCloudSettings | null;
  /** How long messages are kept that the IM cloud told of. */
  readonly imMessagesKeptMs: number;
  /** null: uploads are not configured. */
  readonly uploads: UploadStore | null;
  readonly uploadMaxBytes: number;
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
    database: databaseOf(environment),
    workers: environment.KITH_WORKERS,
    relay: environment.KITH_RELAY,
    metrics: metricsOf(environment),
    serves: true,
    migrate: development,
    cookie: {
      name: environment.KITH_AUTH_COOKIE_NAME,
      ...(domain !== undefined && { domain }),
      maxAgeMs: sessionLifetimeMs,
      secure: environment.KITH_AUTH_COOKIE_SECURE,
    },
    secrets: secretsOf(environment),
    sms: { routes: environment.KITH_SMS_ROUTES ?? new Map(), settings: environment },
    rongCloud: rongCloudOf(environment, environment.KITH_WORKERS),
    imMessagesKeptMs: environment.KITH_RONGCLOUD_MESSAGE_DAYS * dayMs,
    uploads: uploadStoreOf(environment, development),
    uploadMaxBytes: environment.KITH_UPLOAD_MAX_BYTES,
    logLevel: environment.KITH_LOG_LEVEL,
    rules: { ...rules, smsSpend: smsSpendOf(environment), sessionLifetimeMs },
  };
}

function databaseOf(environment: Environment): DatabaseConfig {
  return {
    url: environment.DATABASE_URL,
    replicaUrl: environment.DATABASE_REPLICA_URL,
    poolSize: environment.KITH_DATABASE_POOL_SIZE,
    acquireTimeoutMs: environment.KITH_DATABASE_POOL_TIMEOUT_MS,
    connectTimeoutMs: environment.KITH_DATABASE_CONNECT_TIMEOUT_MS,
    statementTimeoutMs: environment.KITH_DATABASE_STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: environment.KITH_DATABASE_LOCK_TIMEOUT_MS,
    idleInTransactionTimeoutMs: environment.KITH_DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
    applicationName: environment.KITH_DATABASE_APPLICATION_NAME,
    tls: databaseTls(environment),
  };
}

const metricsOf = ({ KITH_METRICS_HOST: host, KITH_METRICS_PORT: port }: Environment): Config['metrics'] =>
  port === undefined ? null : { host, port };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
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
