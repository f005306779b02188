import knex, { type Knex } from 'knex';
import pg, { type Client, type ClientConfig } from 'pg';
import type { ServerOptions } from '../connect-options.js';
import { silentLog } from '../silent-log.js';

/** How long past the server's own timeout we wait for it to say so. */
const graceMs = 2_000;
const keepAliveAfterMs = 10_000;

/** Connections for units of work: nothing on them waits without end. */
export const workPool = (url: string, options: ServerOptions): Knex => {
  const { poolSize = 10, acquireTimeoutMs = 5_000, statementTimeoutMs = 10_000 } = options;
  return pool(url, options, {
    size: poolSize,
    acquireTimeoutMs,
    limits: {
      statement_timeout: statementTimeoutMs,
      lock_timeout: options.lockTimeoutMs ?? 5_000,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 10_000,
      // For a connection that is half open: the server's own timeouts would never be heard of.
      query_timeout: statementTimeoutMs + graceMs,
    },
  });
};

/** One connection for what happens once, and may take its time. */
export const patientPool = (url: string, options: ServerOptions): Knex => {
  const { acquireTimeoutMs = 5_000, lockTimeoutMs = 5_000 } = options;
  return pool(url, options, { size: 1, acquireTimeoutMs, limits: { lock_timeout: lockTimeoutMs } });
};

interface PoolSettings {
  readonly size: number;
  readonly acquireTimeoutMs: number;
  readonly limits: ClientConfig;
}

const pool = (url: string, options: ServerOptions, { size, acquireTimeoutMs, limits }: PoolSettings): Knex =>
  knex({
    client: 'pg',
    // Told, so that it need not ask on every connection.
    version: '13',
    connection: {
      connectionString: url,
      application_name: options.applicationName ?? 'kith',
      connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveAfterMs,
      // With it, a connection on which an answer is overdue is closed, and not used again.
      pipeline: true,
      types: { getTypeParser },
      ...(options.tls && { ssl: options.tls }),
      ...limits,
    } satisfies ClientConfig as Knex.PgConnectionConfig,
    acquireConnectionTimeout: acquireTimeoutMs,
    // Otherwise its messages hold the values of each statement: phone numbers, names.
    compileSqlOnError: false,
    log: silentLog,
    pool: { min: 0, max: size, validate: isAtRest },
  });

/**
 * A transaction that could not be ended must not become part of the next one, and a connection that was just closed has
 * not always told so yet.
 */
const isAtRest = (client: Client): boolean =>
  client.getTransactionStatus() === 'I' && !client.connection.stream.destroyed;

const { INT8 } = pg.types.builtins;

/** Numbers of 64 bits as numbers, on our connections only: ids, times and versions stay far below 2^53. */
const getTypeParser: typeof pg.types.getTypeParser = (oid, format) =>
  oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format);
