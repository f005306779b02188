import {
  type ChangeFeed,
  type ChangeSet,
  mayBeCut,
  noVersion,
  type ReceiveChanges,
  type SyncPosition,
  type UserId,
  type Version,
  version,
} from '@kith/core';
import type { Database, Judgement, Transaction } from '../database.js';
import { type Numeric, toVersion } from '../rows.js';
import type { SelectStatement, SelectValues } from '../select-statement.js';
import { answerInParts, type Wanted } from './parts.js';
import { type JsonSections, readSections } from './read-rows.js';
import { forever } from './statements.js';

/** So many rows of a section are read in one piece; a longer one in parts of about as many. */
const manyRows = 5_000;

type EndRow = { readonly ends_at: Numeric | null };

/** What was read: rows, where they end if there are more, and what the clock shows. */
interface Reading {
  readonly clock: unknown;
  readonly rows: JsonSections;
  readonly endsAt: Version | null;
}

/**
 * Reads in the caller's snapshot: one statement, of which the clock is a part. Where a page ends is asked first, and a
 * reset, which is rare, takes as much again.
 */
export function changeFeed(
  trx: Transaction,
  database: Database,
  { most = manyRows }: { readonly most?: number } = {},
): ChangeFeed {
  const { select, versionClock } = database;
  const statements = database.sync(most);

  async function firstRow<Row>(statement: SelectStatement, values: SelectValues): Promise<Row> {
    const [row] = await select<Row>(trx, statement, values);
    if (!row) throw new Error('the table version_clock has lost its row');
    return row;
  }

  /** @param limit of a page; without one `most` of each section, and one more where there are more */
  async function read(wanted: Wanted, { era }: SyncPosition, limit?: number): Promise<Reading> {
    const values = { ...wanted, groups: 'groups', era: era ?? noVersion };
    if (limit === undefined) {
      const rows = await firstRow<JsonSections>(statements.news, values);
      return { clock: rows, rows, endsAt: null };
    }
    const end = await firstRow<EndRow>(statements.pageEnd, { ...values, skip: limit - 1 });
    const endsAt = end.ends_at === null ? null : toVersion(end.ends_at);
    const rows = await firstRow<JsonSections>(statements.page, { ...values, upTo: endsAt ?? forever });
    return { clock: end, rows, endsAt };
  }

  async function find(me: UserId, position: SyncPosition, limit?: number): Promise<Found> {
    const since = Math.max(position.since, noVersion);
    const delta = { me, since, gone: since > noVersion ? since : forever };
    const reading = await read(delta, position, limit);
    const judgement = versionClock.judge(position, reading.clock);
    switch (judgement.verdict) {
      case 'behind':
        return { wanted: delta, answer: nothingYet(position), isPage: true };
      case 'delta':
        return { wanted: delta, answer: answerOf(reading, judgement, since), isPage: limit !== undefined };
      case 'reset': {
        const all = { me, since: noVersion, gone: noVersion };
        const limitOfReset = mayBeCut('reset', position) ? limit : undefined;
        const everything = await read(all, position, limitOfReset);
        return {
          wanted: all,
          answer: answerOf(everything, judgement, noVersion),
          isPage: limitOfReset !== undefined,
        };
      }
    }
  }

  const handOver = ({ wanted, answer }: Found, receive: ReceiveChanges): Promise<void> =>
    answerInParts(answer, receive, { trx, select, statements, wanted, most });

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

const answerOf = (
  { rows, endsAt }: Reading,
  { horizon, era, eraOfPage, verdict }: Judgement,
  since: number,
): ChangeSet => ({
  version: endsAt ?? version(Math.max(since, horizon)),
  era: endsAt === null ? era : eraOfPage,
  reset: verdict === 'reset',
  hasMore: endsAt !== null,
  ...readSections(rows),
});

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
