import type { ConnectionOptions } from 'node:tls';
import type { Patience } from './retry.js';

/** How to use a database that is a server. SQLite has no need of them. Times in ms. */
export interface ServerOptions {
  /** A streaming replica, which all `read` work goes to. Nothing of it goes to the primary, also while the replica is down. */
  readonly replicaUrl?: string | undefined;
  /** How many connections a process opens to each of them. */
  readonly poolSize?: number | undefined;
  /** How long a unit of work waits for one of them. */
  readonly acquireTimeoutMs?: number | undefined;
  readonly connectTimeoutMs?: number | undefined;
  /** How long one statement may take. A server that is silent for somewhat longer is given up. */
  readonly statementTimeoutMs?: number | undefined;
  /** How long a statement may wait for a lock. */
  readonly lockTimeoutMs?: number | undefined;
  /** How long a transaction may do nothing: what is open holds back every sync. */
  readonly idleInTransactionTimeoutMs?: number | undefined;
  /** What the server lists our connections as. */
  readonly applicationName?: string | undefined;
  /** Encrypts connections, unless the URL says how to. */
  readonly tls?: ConnectionOptions | undefined;
}

export interface ConnectOptions extends Patience, ServerOptions {
  /**
   * `sqlite::memory:`, or `sqlite:` and the path of a file, whose folder is made: `sqlite:./data/kith.db`;
   * `postgres://user:password@host:5432/database`.
   */
  readonly url: string;
}
