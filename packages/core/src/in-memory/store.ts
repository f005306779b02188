import type {
  Era,
  Group,
  GroupId,
  Membership,
  OutboxEntry,
  Phone,
  Presence,
  RoutedMessage,
  Session,
  SessionId,
  Side,
  SmsSpend,
  SmsSpendKey,
  User,
  UserId,
  Verification,
  Version,
} from '../index.js';
import { type Clock, groupId, nextVersion, noVersion, openEra, userId } from '../index.js';

interface Stamped {
  readonly version: Version;
}

export interface UserRow extends User, Stamped {
  readonly passwordHash: string;
  readonly imToken: string | null;
}

export interface FriendshipRow extends Side, Stamped {
  readonly userId: UserId;
  readonly friendId: UserId;
}

interface BlockRow extends Stamped {
  readonly userId: UserId;
  readonly friendId: UserId;
  readonly active: boolean;
}

export interface GroupRow extends Group, Stamped {}

export interface MemberRow extends Membership, Stamped {
  /** Where the present stay began on the version clock. */
  readonly joinedVersion: Version;
  readonly isDeleted: boolean;
}

export interface VerificationRow extends Verification {
  readonly phone: Phone;
}

export interface OutboxRow extends OutboxEntry {
  /** Place in the line: moves to the end when a dead entry is revived. */
  readonly position: number;
  readonly dueAt: number;
  readonly leaseUntil: number;
  readonly dead: boolean;
}

interface Tables {
  readonly users: ReadonlyMap<UserId, UserRow>;
  readonly friendships: ReadonlyMap<string, FriendshipRow>;
  readonly blacklists: ReadonlyMap<string, BlockRow>;
  readonly groups: ReadonlyMap<GroupId, GroupRow>;
  readonly groupMembers: ReadonlyMap<string, MemberRow>;
  readonly verifications: ReadonlyMap<string, VerificationRow>;
  readonly smsSpend: ReadonlyMap<SmsSpendKey, SmsSpend>;
  readonly sessions: ReadonlyMap<SessionId, Session>;
  readonly outbox: ReadonlyMap<number, OutboxRow>;
  readonly imPresence: ReadonlyMap<UserId, Presence>;
  readonly imMessages: ReadonlyMap<string, RoutedMessage>;
}

type Writable<Table> = Table extends ReadonlyMap<infer Key, infer Row> ? Map<Key, Row> : never;

/** Everything a store holds at one moment. Nothing in it ever changes, so keeping one is a backup. */
export interface Snapshot extends Tables {
  readonly lastVersion: Version;
  readonly eras: readonly Era[];
  readonly lastUserId: number;
  readonly lastGroupId: number;
  readonly lastOutboxPosition: number;
}

/** A snapshot being changed: what it shows is what was written so far. */
export interface Draft extends Snapshot {
  /** The version of this transaction; drawn when the first row is stamped. */
  version(): Version;
  /** A table to write to. The snapshot the draft began with keeps its own. */
  table<Name extends keyof Tables>(name: Name): Writable<Tables[Name]>;
  nextUserId(): UserId;
  nextGroupId(): GroupId;
  nextOutboxPosition(): number;
}

const empty: Snapshot = {
  users: new Map(),
  friendships: new Map(),
  blacklists: new Map(),
  groups: new Map(),
  groupMembers: new Map(),
  verifications: new Map(),
  smsSpend: new Map(),
  sessions: new Map(),
  outbox: new Map(),
  imPresence: new Map(),
  imMessages: new Map(),
  lastVersion: noVersion,
  eras: [],
  lastUserId: 0,
  lastGroupId: 0,
  lastOutboxPosition: 0,
};

export const pairKey = (a: number, b: number): string => `${a}:${b}`;
export const phoneKey = ({ region, number }: Phone): string => `${region}:${number}`;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Begins a change of `base`. A table is copied when it is first written to. */
export function draftOf(base: Snapshot, clock: Clock): Draft {
  const own = new Set<keyof Tables>();
  let drawn: Version | null = null;
  const draft: Mutable<Draft> = {
    ...base,
    version() {
      drawn ??= draft.lastVersion = nextVersion(draft.lastVersion, clock.now());
      return drawn;
    },
    table<Name extends keyof Tables>(name: Name) {
      const tables: Mutable<Tables> = draft;
      if (!own.has(name)) {
        own.add(name);
        tables[name] = new Map<unknown, unknown>(tables[name]) as unknown as Tables[Name];
      }
      return tables[name] as Writable<Tables[Name]>;
    },
    nextUserId: () => userId(++draft.lastUserId),
    nextGroupId: () => groupId(++draft.lastGroupId),
    nextOutboxPosition: () => ++draft.lastOutboxPosition,
  };
  return draft;
}

/** What a draft comes to: the snapshot that is committed. */
export const snapshotOf = (draft: Draft): Snapshot => {
  const { version, table, nextUserId, nextGroupId, nextOutboxPosition, ...snapshot } = draft;
  return snapshot;
};

/** The data of one or more units of work, as a database is of one or more processes. */
export interface InMemoryStore {
  /** The last committed state. Pass it to `inMemoryStore` to restore it. */
  snapshot(): Snapshot;
  /** Runs one change at a time, in the order asked; what it returns becomes the committed state. */
  change<T>(work: (base: Snapshot) => Promise<{ readonly next: Snapshot; readonly result: T }>): Promise<T>;
}

/** A store, empty or as it was in a backup. */
export function inMemoryStore(backup: Snapshot = empty): InMemoryStore {
  let current = backup;
  let last: Promise<unknown> = Promise.resolve();
  return {
    snapshot: () => current,
    change(work) {
      const turn = last.then(async () => {
        const { next, result } = await work(current);
        current = next;
        return result;
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Begins an era, as every process does that starts on a store (docs/wire/sync.md). */
export const withNewEra = (base: Snapshot, clock: Clock): Snapshot => {
  const era = openEra(base.lastVersion, clock.now());
  return { ...base, eras: [...base.eras, era], lastVersion: era.base };
};
