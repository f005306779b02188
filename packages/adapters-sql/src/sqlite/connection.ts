import { keepStatements, type Preparing } from './statement-cache.js';

/** What is used of a connection of better-sqlite3. */
interface Connection extends Preparing {
  readonly inTransaction: boolean;
  pragma(source: string): unknown;
  exec(sql: string): unknown;
}

const pragmas = [
  // First: so short is how long the process stands still when another one holds the lock.
  'busy_timeout = 10',
  'journal_mode = wal',
  'foreign_keys = on',
  'synchronous = full',
];

/** For the pool: sets up a connection before its first use. */
export const prepareConnection =
  (more: readonly string[]) =>
  (connection: Connection, done: (error: unknown) => void): void => {
    try {
      for (const pragma of [...pragmas, ...more]) connection.pragma(pragma);
      keepStatements(connection);
      done(null);
    } catch (error) {
      done(error);
    }
  };

/** For the pool: a commit that failed leaves its transaction open; the next to come must not find it so. */
export const rollBackLeftovers = (connection: Connection): boolean => {
  if (connection.inTransaction) connection.exec('rollback');
  return true;
};
