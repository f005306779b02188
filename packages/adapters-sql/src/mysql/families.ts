/** What MySQL and MariaDB, which grew apart, do each in its own way. */
export interface Family {
  readonly name: string;
  /** The first version whose schema changes are whole or not at all, and that can skip locked rows. */
  readonly oldest: readonly [major: number, minor: number];
  /** What the session's settings of transactions are called. */
  readonly isolation: string;
  readonly readOnly: string;
  /** Further settings of a session. */
  limits(statementMs: number, idleInTransactionMs: number): Readonly<Record<string, number>>;
  /** Tells one server from another, and from itself before it was started anew. */
  readonly serverStart: string;
}

const seconds = (ms: number): number => Math.ceil(ms / 1_000);

const mysql: Family = {
  name: 'MySQL',
  oldest: [8, 0],
  isolation: 'transaction_isolation',
  readOnly: 'transaction_read_only',
  // Of statements only `select` can be limited, and of connections only all that are idle.
  limits: (statementMs, idleMs) => ({
    max_execution_time: statementMs,
    wait_timeout: Math.max(seconds(idleMs), longestPooledIdleSeconds),
  }),
  serverStart: `
    select concat_ws(' ', @@server_uuid, unix_timestamp() - cast(variable_value as signed))
    from performance_schema.global_status where variable_name = 'Uptime'`,
};

const mariadb: Family = {
  name: 'MariaDB',
  oldest: [10, 6],
  isolation: 'tx_isolation',
  readOnly: 'tx_read_only',
  limits: (statementMs, idleMs) => ({
    max_statement_time: statementMs / 1_000,
    idle_transaction_timeout: seconds(idleMs),
  }),
  // It has no name of its own that every version knows.
  serverStart: `
    select concat_ws(' ', @@hostname, @@port, @@server_id, unix_timestamp() - cast(variable_value as signed))
    from information_schema.global_status where variable_name = 'UPTIME'`,
};

/** Longer than the pool keeps a connection that nobody uses. */
const longestPooledIdleSeconds = 60;

/** @throws Error for a version that is too old */
export function familyOf(version: string): Family {
  const family = version.includes('MariaDB') ? mariadb : mysql;
  // Behind a proxy, or to old clients, MariaDB gives itself out as 5.5.5.
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version.replace(/^5\.5\.5-/, '')) ?? [];
  const [oldestMajor, oldestMinor] = family.oldest;
  const isNew =
    Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
  if (!isNew)
    throw new Error(`it is ${family.name} ${version}, and Kith needs ${family.oldest.join('.')} or newer`);
  return family;
}
