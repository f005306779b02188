import { setImmediate as otherTurns } from 'node:timers/promises';
import {
  type ChangeFeed,
  type ChangeSet,
  noVersion,
  type UnitOfWork,
  type Version,
  version,
} from '@kith/core';
import type { Database, Transaction } from '../../database.js';

/** Something that a store might do wrong, and that the checker must find. */
export interface Defect {
  readonly database?: (database: Database) => Database;
  readonly unitOfWork?: (unitOfWork: UnitOfWork) => UnitOfWork;
  /** What becomes of PostgreSQL's function that renews the clock: pieces of its text, and what takes their place. */
  readonly renewal?: ReadonlyMap<string, string>;
}

const versionsIn = ({ user, blacklist, friends, groups, groupMembers }: ChangeSet): Version[] =>
  [
    ...(user ? [user] : []),
    ...blacklist,
    ...friends,
    ...groups.map(({ group }) => group),
    ...groupMembers,
  ].map((row) => row.version);

const newest = (versions: readonly number[]): Version => version(Math.max(...versions));

const feedOf =
  (breakFeed: (feed: ChangeFeed) => ChangeFeed) =>
  ({ read, write }: UnitOfWork): UnitOfWork => ({
    write,
    read: (work) => read((session) => work({ ...session, changes: breakFeed(session.changes) })),
  });

/** Rows are stamped with the time of the process, and a client has what is not newer than its newest row. */
const stampedByTheTime: Defect = {
  database: (database) => ({
    ...database,
    versionClock: {
      ...database.versionClock,
      next: async () => version(Date.now() * 1_000),
      judge: (position, snapshot) => ({
        ...database.versionClock.judge({ since: noVersion, era: null }, snapshot),
        verdict: position.since > noVersion ? 'delta' : 'reset',
      }),
    },
  }),
  unitOfWork: feedOf((feed) => ({
    ...feed,
    async pull(me, position) {
      const answer = await feed.pull(me, position);
      return { ...answer, reset: false, version: newest([position.since, ...versionsIn(answer)]) };
    },
  })),
};

/** A page has as many rows as were asked for, whichever version that cuts through. */
const plainLimit: Defect = {
  unitOfWork: feedOf((feed) => ({
    ...feed,
    async pull(me, position, { limit } = {}) {
      const answer = await feed.pull(me, position);
      const end = versionsIn(answer).sort((a, b) => a - b)[(limit ?? Number.POSITIVE_INFINITY) - 1];
      return end === undefined ? answer : firstRows(answer, end, limit ?? 0);
    },
  })),
};

/** Of the rows up to a version so many, in the order of the sections. */
function firstRows(answer: ChangeSet, end: Version, limit: number): ChangeSet {
  let left = limit;
  const take = (of: Version): boolean => {
    if (of > end || left === 0) return false;
    left -= 1;
    return true;
  };
  return {
    ...answer,
    version: end,
    hasMore: true,
    user: answer.user && take(answer.user.version) ? answer.user : null,
    blacklist: answer.blacklist.filter((row) => take(row.version)),
    friends: answer.friends.filter((row) => take(row.version)),
    groups: answer.groups.filter(({ group }) => take(group.version)),
    groupMembers: answer.groupMembers.filter((row) => take(row.version)),
  };
}

/** The counter goes up, for all to see, before the rows that it counts are there. */
const counterBeforeRows: Defect = {
  database(database) {
    const taken = new WeakMap<Transaction, Version>();
    const { versionClock } = database;
    return {
      ...database,
      async write(work) {
        const now = Date.now() as Parameters<typeof versionClock.next>[1];
        const own = await database.write((trx) => versionClock.next(trx, now));
        await otherTurns();
        return database.write((trx) => {
          taken.set(trx, own);
          return work(trx);
        });
      },
      versionClock: {
        ...versionClock,
        next: async (trx, now) => taken.get(trx) ?? versionClock.next(trx, now),
      },
    };
  },
};

/** The counter is read when the rows have been, and not in the snapshot they are of. */
const counterAfterRows: Defect = {
  unitOfWork: ({ read, write }) => ({
    write,
    async read(work) {
      const result = await read(work);
      if (!isAnswer(result)) return result;
      await otherTurns();
      const later = await read(({ changes }) => changes.pull(nobody, { since: noVersion, era: null }));
      return { ...result, version: later.version };
    },
  }),
};

const nobody = 0 as Parameters<ChangeFeed['pull']>[0];
const isAnswer = (result: unknown): result is ChangeSet =>
  typeof result === 'object' && result !== null && 'groupMembers' in result;

export const defects = {
  'stamps by the time': stampedByTheTime,
  'plain limit': plainLimit,
  'counter before rows': counterBeforeRows,
  'counter after rows': counterAfterRows,
  'no new epoch': {
    renewal: new Map([
      ['epoch = base_now - number', 'epoch = epoch'],
      ['base = base_now,', 'base = base,'],
    ]),
  },
  'no new era': {
    renewal: new Map([['case when fork then base_now else era end', 'era']]),
  },
} as const satisfies Record<string, Defect>;

export type DefectName = keyof typeof defects;

/** What a defect replaces in the text of the function that renews the clock; null: nothing. */
export function renewalOf(name: DefectName): ((text: string) => string) | null {
  const { renewal }: Defect = defects[name];
  if (!renewal) return null;
  return (text) => {
    let broken = text;
    for (const [piece, other] of renewal) {
      if (!broken.includes(piece)) throw new Error(`the function has no ${piece}`);
      broken = broken.replace(piece, other);
    }
    return broken;
  };
}
