import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { Family } from './families.js';

/** What is used of a connection of mysql2. */
interface Connection {
  readonly stream: Duplex;
  query(...args: readonly unknown[]): EventEmitter;
  destroy(): void;
}

/** What a pool's connections are for, and how long they may take for it, in ms. */
export interface SessionRules {
  readonly family: Family;
  readonly transactions: 'write' | 'read one snapshot';
  readonly lockMs: number;
  /** None: whatever a statement takes, and whatever is between two. */
  readonly limits?: { readonly statementMs: number; readonly idleInTransactionMs: number };
}

/**
 * How long past the server's own limit we wait for it to say so. On MySQL only `select` has one, and a line that is half
 * open brings no word of it.
 */
const graceMs = 2_000;

/** Strict: what does not fit is refused, not cut. The driver writes values into statements, and escapes by backslashes. */
const sqlMode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

/** For the pool: sets up a connection before its first use. */
export const prepareConnection =
  (rules: SessionRules) =>
  (connection: Connection, done: (error: unknown) => void): void => {
    if (rules.limits) giveUpAfter(connection, rules.limits.statementMs + graceMs);
    connection.query(settingsOf(rules), (error: unknown) => {
      if (error) connection.destroy();
      done(error);
    });
  };

function settingsOf({ family, transactions, lockMs, limits }: SessionRules): string {
  const lockSeconds = Math.ceil(lockMs / 1_000);
  const isReader = transactions === 'read one snapshot';
  const variables = {
    sql_mode: `'${sqlMode}'`,
    time_zone: "'+00:00'",
    // MariaDB cuts JSON that is longer.
    group_concat_max_len: 2 ** 30,
    // Of rows, and of tables that are being changed themselves.
    innodb_lock_wait_timeout: lockSeconds,
    lock_wait_timeout: lockSeconds,
    [family.isolation]: isReader ? "'REPEATABLE-READ'" : "'READ-COMMITTED'",
    [family.readOnly]: Number(isReader),
    ...(limits ? family.limits(limits.statementMs, limits.idleInTransactionMs) : withinTransactions),
  };
  const assignments = Object.entries(variables).map(([name, value]) => `${name} = ${value}`);
  return `set session ${assignments.join(', ')}, @kith_server = convert((${family.serverStart}) using utf8mb4) collate utf8mb4_bin`;
}

/** Also what comes after a statement that ended the transaction by itself, as changes of the schema do. */
const withinTransactions = { autocommit: 0 };

/** Closes the connection when an answer is overdue: everything that waits on it fails, and it is not used again. */
function giveUpAfter(connection: Connection, ms: number): void {
  const query = connection.query.bind(connection);
  connection.query = (...args) => {
    const command = query(...args);
    const overdue = setTimeout(() => connection.stream.destroy(new OverdueAnswer(ms)), ms).unref();
    command.once('end', () => clearTimeout(overdue));
    return command;
  };
}

class OverdueAnswer extends Error {
  override readonly name = 'OverdueAnswer';

  constructor(ms: number) {
    super(`the database server has not answered for ${ms} ms`);
  }
}
