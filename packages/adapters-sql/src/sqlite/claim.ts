import { realpathSync } from 'node:fs';
import { SqlStoreError } from '../errors.js';
import { sqliteDriver } from './client.js';
import { isConflict } from './failures.js';

export interface Claim {
  release(): void;
}

/**
 * Claims a database file for the one process that may serve it. What is locked is another file beside it, so that
 * commands still read and write the database itself. The lock is SQLite's own, which the operating system takes back from
 * a process that was killed; the file stays, since whoever removed it might remove it from under another's lock.
 *
 * @throws SqlStoreError `in-use`
 */
export function claimFile(filename: string): Claim {
  const Driver = sqliteDriver();
  const lock = new Driver(`${realpathSync(filename)}-lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (!isConflict(error)) throw error;
    throw new SqlStoreError(
      'in-use',
      `Another process serves the SQLite database ${filename}, and SQLite is for one server process.`,
      { cause: error },
    );
  }
  return { release: () => void lock.close() };
}
