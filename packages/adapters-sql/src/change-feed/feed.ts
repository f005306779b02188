import {
  type ChangeFeed,
  type ChangeSet,
  mayBeCut,
  noVersion,
  type ReceiveChanges,
  type SyncPosition,
  type UserId,
  version,
} from '@kith/core';
import type { Database, Judgement, Transaction } from '../database.js';
import { type Numeric, toVersion } from '../rows.js';
import type { SelectValues } from '../select-statement.js';
import { answerInParts, type Wanted } from './parts.js';
import { type JsonSections, readSections } from './read-rows.js';
import { forever } from './statements.js';

/** So many rows of a section are read in one piece; a longer one in parts of about as many. */
const manyRows = 5_000;

/** The row of a whole answer or of a page; its other columns are the clock's. */
type AnswerRow = JsonSections & {
  /** The version that a page ends with; null when there is no more. */
  readonly ends_at?: Numeric | null;
};

/** Reads in the caller's snapshot: one statement, of which the clock is a part. A reset, which is rare, takes a second. */
export function changeFeed(
  trx: Transaction,
  database: Database,
  { most = manyRows }: { readonly most?: number } = {},
): ChangeFeed {
  const { select, sync, versionClock } = database;

  /** @param limit of a page; without one `most` of each section, and one more where there are more */
  async function read(wanted: Wanted, { era }: SyncPosition, limit?: number): Promise<AnswerRow> {
    const values = { ...wanted, groups: 'groups', era: era ?? noVersion };
    const [row] = await (limit === undefined
      ? select<AnswerRow>(trx, sync.whole, { ...values, most: most + 1 })
      : readPage({ ...values, skip: limit - 1 }));
    if (!row) throw new Error('the table version_clock has lost its row');
    return row;
  }

  async function readPage(values: SelectValues): Promise<readonly AnswerRow[]> {
    if (!sync.pageEnd) return select(trx, sync.page, values);
    const [end] = await select<Pick<AnswerRow, 'ends_at'>>(trx, sync.pageEnd, values);
    return select(trx, sync.page, { ...values, end: end?.ends_at ?? null });
  }

  async function find(me: UserId, position: SyncPosition, limit?: number): Promise<Found> {
    const since = Math.max(position.since, noVersion);
    const delta = { me, since, gone: since > noVersion ? since : forever };
    const row = await read(delta, position, limit);
    const judgement = versionClock.judge(position, row);
    switch (judgement.verdict) {
      case 'behind':
        return { wanted: delta, answer: nothingYet(position), isPage: true };
      case 'delta':
        return { wanted: delta, answer: answerOf(row, judgement, since), isPage: limit !== undefined };
      case 'reset': {
        const all = { me, since: noVersion, gone: noVersion };
        const limitOfReset = mayBeCut('reset', position) ? limit : undefined;
        const allRows = await read(all, position, limitOfReset);
        return {
          wanted: all,
          answer: answerOf(allRows, judgement, noVersion),
          isPage: limitOfReset !== undefined,
        };
      }
    }
  }

  const handOver = ({ wanted, answer }: Found, receive: ReceiveChanges): Promise<void> =>
    answerInParts(answer, receive, { trx, database, wanted, most });

  return {
    async pull(me, position, { limit } = {}) {
      const found = await find(me, position, limit);
      if (found.isPage) return found.answer;
      const parts: ChangeSet[] = [];
      await handOver(found, async (part) => {
        parts.push(part);
      });
      return parts.reduce(together);
    },
    stream: async (me, position, receive) => handOver(await find(me, position), receive),
  };
}

interface Found {
  readonly wanted: Wanted;
  /** Sections that are too long are cut off. */
  readonly answer: ChangeSet;
  /** It is as long as it is to be. */
  readonly isPage: boolean;
}

const together = (before: ChangeSet, part: ChangeSet): ChangeSet => ({
  ...part,
  user: before.user ?? part.user,
  blacklist: before.blacklist.concat(part.blacklist),
  friends: before.friends.concat(part.friends),
  groups: before.groups.concat(part.groups),
  groupMembers: before.groupMembers.concat(part.groupMembers),
});

const answerOf = (row: AnswerRow, { horizon, era, verdict }: Judgement, since: number): ChangeSet => {
  const endsAt = row.ends_at ?? null;
  return {
    version: endsAt === null ? version(Math.max(since, horizon)) : toVersion(endsAt),
    era,
    reset: verdict === 'reset',
    hasMore: endsAt !== null,
    ...readSections(row),
  };
};

/** For a client that knows an era which this replica has not seen: it keeps what it has. */
const nothingYet = ({ since, era }: SyncPosition): ChangeSet => ({
  version: since,
  era: era ?? noVersion,
  reset: false,
  hasMore: false,
  user: null,
  blacklist: [],
  friends: [],
  groups: [],
  groupMembers: [],
});
