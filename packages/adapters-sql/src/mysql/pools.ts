import knex, { type Knex } from 'knex';
import type { ConnectOptions } from '../connect-options.js';
import { silentLog } from '../silent-log.js';
import { addressOf } from './address.js';
import { MysqlClient } from './client.js';
import { prepareConnection, type SessionRules } from './connection.js';
import type { Family } from './families.js';
import { ResumingClient } from './resuming-client.js';

/** Shorter than a server waits for a connection that does nothing. */
const idleInPoolMs = 30_000;
const keepAliveAfterMs = 10_000;

interface Purpose {
  readonly url: string;
  readonly family: Family;
  readonly size: number;
}

/** Connections for units of work that only read: each transaction is one snapshot, from its first statement on. */
export const readingPool = (purpose: Purpose, options: ConnectOptions): Knex =>
  pool(MysqlClient, purpose, options, { transactions: 'read one snapshot', limits: limitsOf(options) });

/** Connections for units of work that write: what they decide on they lock first, and then read as it stands. */
export const writingPool = (purpose: Purpose, options: ConnectOptions): Knex =>
  pool(MysqlClient, purpose, options, { transactions: 'write', limits: limitsOf(options) });

/** One connection for changes of the schema, which may take their time. */
export const schemaPool = (purpose: Omit<Purpose, 'size'>, options: ConnectOptions): Knex =>
  pool(ResumingClient, { ...purpose, size: 1 }, options, { transactions: 'write' });

const limitsOf = ({ statementTimeoutMs = 10_000, idleInTransactionTimeoutMs = 10_000 }: ConnectOptions) => ({
  statementMs: statementTimeoutMs,
  idleInTransactionMs: idleInTransactionTimeoutMs,
});

function pool(
  client: typeof MysqlClient,
  { url, family, size }: Purpose,
  options: ConnectOptions,
  rules: Omit<SessionRules, 'family' | 'lockMs'>,
): Knex {
  const { acquireTimeoutMs = 5_000, lockTimeoutMs = 2_000 } = options;
  return knex({
    client,
    // Told, so that it need not ask on every connection.
    version: 'latest',
    connection: connectionTo(url, options) as Knex.MySql2ConnectionConfig,
    acquireConnectionTimeout: acquireTimeoutMs,
    // Otherwise its messages hold the values of each statement: phone numbers, names.
    compileSqlOnError: false,
    log: silentLog,
    pool: {
      min: 0,
      max: size,
      idleTimeoutMillis: idleInPoolMs,
      afterCreate: prepareConnection({ family, lockMs: lockTimeoutMs, ...rules }),
    },
  });
}

export const connectionTo = (url: string, options: ConnectOptions) => ({
  ...addressOf(url, options.tls),
  // So are the literals of statements.
  charset: 'UTF8MB4_BIN',
  connectTimeout: options.connectTimeoutMs ?? 5_000,
  enableKeepAlive: true,
  keepAliveInitialDelay: keepAliveAfterMs,
  connectAttributes: { program_name: options.applicationName ?? 'kith' },
  stringifyObjects: true,
});
