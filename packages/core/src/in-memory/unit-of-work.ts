import type { Clock, ReadSession, UnitOfWork, WriteSession } from '../index.js';
import { blacklistReader, blacklistRepository } from './blacklist-repository.js';
import { changeFeed } from './change-feed.js';
import { friendshipReader, friendshipRepository } from './friendship-repository.js';
import { groupReader, groupRepository } from './group-repository.js';
import { imRecordReader, imRecordRepository } from './im-record-repository.js';
import { outbox, outboxReader } from './outbox.js';
import { sessionReader, sessionRepository } from './session-repository.js';
import { smsSpendRepository } from './sms-spend-repository.js';
import {
  type Draft,
  draftOf,
  type InMemoryStore,
  inMemoryStore,
  type Snapshot,
  snapshotOf,
  withNewEra,
} from './store.js';
import { userReader, userRepository } from './user-repository.js';
import { verificationReader, verificationRepository } from './verification-repository.js';

export interface InMemoryUnitOfWorkOptions {
  readonly clock: Clock;
  /** Data to work on, if other than none. */
  readonly store?: InMemoryStore;
  /** Runs each write once for nothing before it counts: shows whether it can be run again, as after a conflict. */
  readonly rehearse?: boolean;
}

/**
 * A unit of work over plain maps. Writes run one after another, each on a draft that is committed as a whole;
 * reads see what was committed when they began. Making one opens an era, as starting a process does.
 */
export function inMemoryUnitOfWork({
  clock,
  store = inMemoryStore(),
  rehearse = false,
}: InMemoryUnitOfWorkOptions): UnitOfWork {
  const opened = store.change(async (base) => ({ next: withNewEra(base, clock), result: undefined }));

  return {
    async read(work) {
      await opened;
      return whileAlive(readSession(store.snapshot()), work);
    },
    async write(work) {
      await opened;
      return store.change(async (base) => {
        if (rehearse) await whileAlive(writeSession(draftOf(base, clock)), work).catch(() => undefined);
        const draft = draftOf(base, clock);
        const result = await whileAlive(writeSession(draft), work);
        return { next: snapshotOf(draft), result };
      });
    },
  };
}

const readSession = (store: Snapshot): ReadSession => ({
  users: userReader(store),
  friendships: friendshipReader(store),
  blacklist: blacklistReader(store),
  groups: groupReader(store),
  verifications: verificationReader(store),
  sessions: sessionReader(store),
  outbox: outboxReader(store),
  imRecords: imRecordReader(store),
  changes: changeFeed(store),
});

const writeSession = (draft: Draft): WriteSession => ({
  users: userRepository(draft),
  friendships: friendshipRepository(draft),
  blacklist: blacklistRepository(draft),
  groups: groupRepository(draft),
  verifications: verificationRepository(draft),
  smsSpend: smsSpendRepository(draft),
  sessions: sessionRepository(draft),
  outbox: outbox(draft),
  imRecords: imRecordRepository(draft),
  ...locks(),
});

type Locks = Pick<WriteSession, 'lockPhone' | 'lockSmsSpend' | 'lockUsers' | 'lockGroup'>;

/** Nothing to wait for where writes run one by one; but an order in which a database would deadlock is refused here too. */
function locks(): Locks {
  const order = ['phone', 'SMS spend', 'users', 'group'];
  let next = 0;
  const take = async (kind: string) => {
    const rank = order.indexOf(kind);
    if (rank < next)
      throw new Error(`locks are taken once each, in the order ${order.join(', ')}: not ${kind} now`);
    next = rank + 1;
  };
  return {
    lockPhone: () => take('phone'),
    lockSmsSpend: () => take('SMS spend'),
    lockUsers: () => take('users'),
    lockGroup: () => take('group'),
  };
}

/** Runs `work` with a session that rejects once `work` has settled. */
async function whileAlive<Session extends object, T>(
  session: Session,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  let alive = true;
  try {
    return await work(guarded(session, () => alive));
  } finally {
    alive = false;
  }
}

function guarded<T extends object>(target: T, isAlive: () => boolean): T {
  return new Proxy(target, {
    get(object, key) {
      const member: unknown = Reflect.get(object, key);
      if (typeof member === 'function')
        return async (...args: unknown[]) => {
          if (!isAlive()) throw new Error('this session is over');
          return Reflect.apply(member, object, args);
        };
      return typeof member === 'object' && member !== null ? guarded(member, isAlive) : member;
    },
  });
}
