import type {
  EpochMs,
  GroupId,
  Phone,
  RateLimit,
  ReadOptions,
  SyncPosition,
  UserId,
  Version,
} from '@kith/core';
import type { Knex } from 'knex';
import type { RateLimiterStoreAbstract } from 'rate-limiter-flexible';
import type { SyncStatements } from './change-feed/statements.js';
import type { SelectStatement, SelectValues } from './select-statement.js';

export type Transaction = Knex.Transaction;

/**
 * An opened database: all that differs from one kind to another. Each kind is one folder that makes one of these;
 * the rest of the package asks it, and never which kind it is.
 */
export interface Database {
  /** Runs in a transaction over one consistent snapshot. Writing in it is refused where the database can. */
  read<T>(work: (trx: Transaction) => Promise<T>, options?: ReadOptions): Promise<T>;
  /** Runs in a transaction that reads its own writes and what is locked as it stands; commits when `work` resolves. */
  write<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  /** Like `write`, and alone: whoever else changes the schema waits for it. */
  changeSchema<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  /** Whether the driver threw it. */
  isFailure(error: unknown): boolean;
  /** Whether the failure would not come again if the transaction were run again. */
  isConflict(error: unknown): boolean;
  /** Whether the failure is a second row of what may be there once. */
  isDuplicate(error: unknown): boolean;
  readonly versionClock: VersionClock;
  readonly locks: Locks;
  /** Runs a SELECT written by hand; prepared once for each connection, where the driver can. */
  select<Row>(trx: Transaction, statement: SelectStatement, values: SelectValues): Promise<readonly Row[]>;
  /** What a sync asks, in this database's SQL, where `most` rows of a section are read at once. */
  sync(most: number): SyncStatements;
  /** Adds a row to a table with numbered rows. @returns its number */
  insert(trx: Transaction, table: string, row: Record<string, Knex.Value>): Promise<number>;
  /** Makes a query that is about to change its rows pass over those another transaction holds. */
  skipLocked<Query extends Knex.QueryBuilder>(query: Query): Query;
  /** Counts in the table `rate_limits`, by its own clock. */
  rateLimiter(rule: RateLimit): RateLimiterStoreAbstract;
  /**
   * Claims it for this process, where only one may serve; until it is closed, or the process ends in whatever way.
   *
   * @throws SqlStoreError `in-use`
   */
  claim?(): void;
  /** Where its connections come from, by what they are for. */
  readonly pools: Readonly<Record<string, Knex>>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Where changes get their versions from (docs/adr/0003-version-clock.md). */
export interface VersionClock {
  /** Makes its tables, in a migration. */
  create(trx: Transaction): Promise<void>;
  /** Begins a new stretch of the clock: the process has started, and the past may be another than it knew. */
  openEra(trx: Transaction, now: EpochMs): Promise<void>;
  /** Begins one by hand, after the past was replaced in a way that nothing can notice. Run by `changeSchema`. */
  renewEra(trx: Transaction, now: EpochMs): Promise<void>;
  /** The version of all that a transaction changes. Asked once in it, as late as may be: others wait for its end. */
  next(trx: Transaction, now: EpochMs): Promise<Version>;
  /**
   * A query of one row: what a snapshot shows of the clock, its `horizon` among it. It is part of the statement of a sync,
   * so it shares its snapshot. `:since` and `:era` are the client's, 0 for none.
   */
  readonly snapshot: string;
  /**
   * Where a transaction that stays open holds the horizon back: how many began after it (`transactions`), and for how
   * long it has been open (`seconds`; 0 where the server does not tell).
   */
  readonly heldBack?: SelectStatement;
  /** Whether the client's past is part of what the snapshot holds. */
  judge(position: SyncPosition, snapshot: unknown): Judgement;
}

/**
 * `delta`: the client's past is part of ours. `reset`: it is not. `behind`: it is part of what this server, a replica,
 * has not seen yet.
 */
export type Verdict = 'delta' | 'reset' | 'behind';

export interface Judgement {
  /** Every transaction at or below it is in the snapshot. */
  readonly horizon: Version;
  readonly era: Version;
  /** The era that a page names which is not the last: where eras do not tell all pasts apart, the horizon. */
  readonly eraOfPage: Version;
  readonly verdict: Verdict;
}

/** What a write transaction holds until its end. */
interface Locks {
  /** Makes the tables that they need, in a migration. */
  create?(trx: Transaction): Promise<void>;
  phone(trx: Transaction, phone: Phone): Promise<void>;
  /** In ascending order of id. */
  users(trx: Transaction, ids: readonly UserId[]): Promise<void>;
  group(trx: Transaction, id: GroupId): Promise<void>;
}
