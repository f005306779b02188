import { z } from 'zod';

const schemes = ['sqlite', 'postgres', 'postgresql', 'mysql', 'mariadb'] as const;

const anyUrl = z
  .string()
  .regex(
    new RegExp(`^(?:${schemes.join('|')}):.`),
    'must be sqlite:<file>, postgres://user:password@host/database or mysql://user:password@host/database',
  );

const ms = z.coerce.number().int().positive().optional();
const file = z.string().optional();

/** The variables that say where the database is, and how it is used. `url` ones are shown without their password. */
export const databaseVariables = {
  DATABASE_URL: anyUrl.default('sqlite:./data/kith.db').meta({
    url: true,
    description:
      'sqlite:<file>, postgres://user:password@host:5432/database or mysql://user:password@host:3306/database',
  }),
  DATABASE_REPLICA_URL: anyUrl.optional().meta({
    url: true,
    description: 'a streaming replica: what is only shown is read from it, what is decided from the primary',
  }),
  KITH_DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .positive()
    .default(10)
    .meta({ description: 'connections that each process opens, to each of the two' }),
  KITH_DATABASE_POOL_TIMEOUT_MS: ms.meta({ description: 'how long a request waits for one; 5000' }),
  KITH_DATABASE_CONNECT_TIMEOUT_MS: ms.meta({ description: 'how long connecting may take; 5000' }),
  KITH_DATABASE_STATEMENT_TIMEOUT_MS: ms.meta({
    description: 'how long a statement may take; 10000. A server that is silent for 2 s more is given up',
  }),
  KITH_DATABASE_LOCK_TIMEOUT_MS: ms.meta({
    description: 'how long a statement may wait for a lock; 5000 on PostgreSQL, 2000 on MySQL',
  }),
  KITH_DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: ms.meta({
    description: 'how long a transaction may do nothing (idle_in_transaction_session_timeout); 10000',
  }),
  KITH_DATABASE_APPLICATION_NAME: z
    .string()
    .default('kith')
    .meta({ description: 'what the database server lists our connections as' }),
  KITH_DATABASE_TLS: z.enum(['off', 'require', 'verify']).default('off').meta({
    description: 'require: encrypt; verify: and check the certificate. What the URL says takes its place',
  }),
  KITH_DATABASE_TLS_CA: file.meta({ description: 'file with the certificates to check it by, in PEM' }),
  KITH_DATABASE_TLS_CERT: file.meta({ description: 'file with our own certificate, in PEM' }),
  KITH_DATABASE_TLS_KEY: file.meta({ description: 'file with its key, in PEM' }),
} as const;

const kindOf = (url: string): string => {
  const [scheme = ''] = url.split(':', 1);
  return scheme.startsWith('postgres') ? 'postgres' : scheme.replace('mariadb', 'mysql');
};

export const isSqlite = (url: string): boolean => kindOf(url) === 'sqlite';

type Set = Readonly<Partial<Record<string, string>>>;

/** What is wrong with them together, a line each. */
export function databaseProblems(set: Set): string[] {
  const { DATABASE_URL: url = 'sqlite:', DATABASE_REPLICA_URL: replica, KITH_WORKERS: workers } = set;
  const problems: string[] = [];
  if (isSqlite(url) && Number(workers) > 1)
    problems.push('KITH_WORKERS: SQLite is for one server process; several need PostgreSQL or MySQL');
  if (replica !== undefined && isSqlite(url)) problems.push('DATABASE_REPLICA_URL: SQLite has no replicas');
  else if (replica !== undefined && kindOf(replica) !== kindOf(url))
    problems.push('DATABASE_REPLICA_URL: must be of the same kind as DATABASE_URL');
  if (Boolean(set.KITH_DATABASE_TLS_CERT) !== Boolean(set.KITH_DATABASE_TLS_KEY))
    problems.push('KITH_DATABASE_TLS_CERT and KITH_DATABASE_TLS_KEY: both or none');
  return problems;
}

/** A URL of a database as it may be shown. */
export const withoutPassword = (url: string): string =>
  url
    .replace(/^([a-z]+:\/\/[^:@/?]*):.*@/, '$1:********@')
    .replace(/([?&]\w*password=)[^&]*/gi, '$1********');
