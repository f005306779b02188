import type { ChangeSet, ReceiveChanges, UserId } from '@kith/core';
import type { Database, Transaction } from '../database.js';
import type { Numeric } from '../rows.js';
import { type JsonRows, type Rows, readRows } from './read-rows.js';
import type { KeyedSection, SyncStatements } from './statements.js';

/** What is asked for: what is newer than `since`, and tombstones that are newer than `gone`. */
export interface Wanted {
  readonly me: UserId;
  readonly since: number;
  readonly gone: number;
}

interface Reading {
  readonly trx: Transaction;
  readonly select: Database['select'];
  readonly statements: SyncStatements;
  readonly wanted: Wanted;
  /** How many rows one part has, about. */
  readonly most: number;
}

/**
 * Hands an answer over: as it is if it is short, else part by part, as they are read.
 *
 * @param answer whose sections have more than `most` rows if there are more: these are read anew
 */
export async function answerInParts(
  answer: ChangeSet,
  receive: ReceiveChanges,
  reading: Reading,
): Promise<void> {
  const { blacklist, friends, groups, groupMembers } = answer;
  const isLong = (rows: readonly unknown[]) => rows.length > reading.most;
  if (![blacklist, friends, groups, groupMembers].some(isLong)) return receive(answer, true);

  const empty: ChangeSet = {
    ...answer,
    user: null,
    blacklist: [],
    friends: [],
    groups: [],
    groupMembers: [],
  };
  const hand = (rows: Partial<Rows>) => receive({ ...empty, ...rows }, false);

  await hand({ user: answer.user });
  for await (const rows of isLong(blacklist) ? byKey('blocks', friendOf, reading) : [blacklist])
    await hand({ blacklist: rows });
  for await (const rows of isLong(friends) ? byKey('friends', friendOf, reading) : [friends])
    await hand({ friends: rows });
  for await (const rows of isLong(groups) ? byKey('memberships', groupOf, reading) : [groups])
    await hand({ groups: rows });
  for await (const rows of isLong(groupMembers) ? byGroups(reading) : [groupMembers])
    await hand({ groupMembers: rows });
  await receive(empty, true);
}

const friendOf = ({ user }: { readonly user: { readonly id: number } }): number => user.id;
const groupOf = ({ group }: { readonly group: { readonly id: number } }): number => group.id;

interface PartRow {
  readonly found: JsonRows;
}

type RowOf<Name extends KeyedSection> = ReturnType<(typeof readRows)[Name]>[number];

async function* byKey<Name extends KeyedSection>(
  name: Name,
  keyOf: (row: RowOf<Name>) => number,
  { trx, select, statements, wanted, most }: Reading,
): AsyncGenerator<RowOf<Name>[]> {
  const read = readRows[name] as (json: JsonRows) => RowOf<Name>[];
  for (let after = 0, isDone = false; !isDone; ) {
    const values = { ...wanted, groups: 'groups', after };
    const [part] = await select<PartRow>(trx, statements.after[name], values);
    const rows = read(part?.found ?? []);
    yield rows;
    isDone = rows.length < most;
    after = Math.max(...rows.map(keyOf));
  }
}

async function* byGroups({
  trx,
  select,
  statements,
  wanted,
  most,
}: Reading): AsyncGenerator<Rows['groupMembers']> {
  for (const { first, last } of runs(await myGroups(trx, wanted.me), most)) {
    const [part] = await select<PartRow>(trx, statements.membersBetween, { ...wanted, first, last });
    yield readRows.members(part?.found ?? []);
  }
}

interface SizedGroup {
  readonly id: number;
  readonly size: number;
}

async function myGroups(trx: Transaction, me: UserId): Promise<readonly SizedGroup[]> {
  const rows: readonly { readonly id: Numeric; readonly member_count: Numeric }[] = await trx(
    'group_members as mine',
  )
    .join('groups as g', 'g.id', 'mine.group_id')
    .where({ 'mine.user_id': me, 'mine.is_deleted': false })
    .orderBy('g.id')
    .select('g.id', 'g.member_count');
  return rows.map((row) => ({ id: Number(row.id), size: Number(row.member_count) }));
}

/** The ids from and to which groups have `most` members together, or of one group that has more. */
function* runs(groups: readonly SizedGroup[], most: number): Generator<Run> {
  let run: Run | undefined;
  for (const { id, size } of groups) {
    const next: Run = run
      ? { first: run.first, last: id, size: run.size + size }
      : { first: id, last: id, size };
    if (run && next.size > most) {
      yield run;
      run = { first: id, last: id, size };
    } else {
      run = next;
    }
  }
  if (run) yield run;
}

interface Run {
  readonly first: number;
  readonly last: number;
  /** How many members. */
  readonly size: number;
}
