import type { GroupId, UserId } from '../domain/ids.js';
import type { Phone } from '../domain/phone.js';
import type { SmsSpendKey } from '../domain/sms-spend.js';
import type { BlacklistReader, BlacklistRepository } from './blacklist-repository.js';
import type { ChangeFeed } from './change-feed.js';
import type { FriendshipReader, FriendshipRepository } from './friendship-repository.js';
import type { GroupReader, GroupRepository } from './group-repository.js';
import type { ImRecordReader, ImRecordRepository } from './im-record-repository.js';
import type { Outbox, OutboxReader } from './outbox.js';
import type { SessionReader, SessionRepository } from './session-repository.js';
import type { SmsSpendRepository } from './sms-spend-repository.js';
import type { UserReader, UserRepository } from './user-repository.js';
import type { VerificationReader, VerificationRepository } from './verification-repository.js';

/** One consistent snapshot. */
export interface ReadSession {
  readonly users: UserReader;
  readonly friendships: FriendshipReader;
  readonly blacklist: BlacklistReader;
  readonly groups: GroupReader;
  readonly verifications: VerificationReader;
  readonly sessions: SessionReader;
  readonly outbox: OutboxReader;
  readonly imRecords: ImRecordReader;
  readonly changes: ChangeFeed;
}

/**
 * One transaction. Reads see its own writes. Locks are taken first, in this order: phone, SMS spend, users,
 * group; what is decided is decided on rows read after.
 */
export interface WriteSession {
  readonly users: UserRepository;
  readonly friendships: FriendshipRepository;
  readonly blacklist: BlacklistRepository;
  readonly groups: GroupRepository;
  readonly verifications: VerificationRepository;
  readonly smsSpend: SmsSpendRepository;
  readonly sessions: SessionRepository;
  readonly outbox: Outbox;
  readonly imRecords: ImRecordRepository;
  /** Serialises all that is decided about one phone number; it need not be known yet. */
  lockPhone(phone: Phone): Promise<void>;
  /** Locks in ascending order of key, whatever the order given: 'total', which all need, comes last. They need not be known yet. */
  lockSmsSpend(keys: readonly SmsSpendKey[]): Promise<void>;
  /** Locks in ascending order of id, whatever the order given. Unknown users are passed over. */
  lockUsers(ids: readonly UserId[]): Promise<void>;
  lockGroup(id: GroupId): Promise<void>;
}

export interface ReadOptions {
  readonly latest?: boolean;
}

/**
 * The only way to the data, so that nothing can escape a transaction.
 *
 * A session is good until its work settles; used after that, or for work not awaited, it rejects.
 * A unit of work uses one connection and never waits for a second: a use case never opens one inside another.
 * No network call is made inside.
 */
export interface UnitOfWork {
  /**
   * Runs `work` over one consistent snapshot.
   *
   * @param options.latest the snapshot holds all that was committed before. Otherwise it may come from a copy that
   * lags behind: right for what is shown, wrong for what is decided, such as who is signed in
   * @throws DomainError `storage-unavailable`, and whatever `work` throws
   */
  read<T>(work: (session: ReadSession) => Promise<T>, options?: ReadOptions): Promise<T>;
  /**
   * Runs `work` in one transaction and commits; when `work` throws, nothing of it happened.
   * All rows written bear the transaction's version. `work` may be run again after a conflict, so it must
   * touch nothing but its session.
   *
   * @throws DomainError `storage-unavailable`, and whatever `work` throws
   */
  write<T>(work: (session: WriteSession) => Promise<T>): Promise<T>;
}
