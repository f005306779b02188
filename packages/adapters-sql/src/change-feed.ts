import {
  type BlockChange,
  type ChangeFeed,
  type FriendChange,
  friendshipStatus,
  groupId,
  type MemberChange,
  type MyGroupChange,
  noVersion,
  type Profile,
  type Stamped,
  type UserId,
  type Version,
  version,
} from '@kith/core';
import type { Transaction, VersionClock } from './database.js';
import {
  type Flag,
  type Numeric,
  type ProfileColumns,
  toProfile,
  toRole,
  toStatus,
  toVersion,
} from './rows.js';

/** Which rows an answer holds: what is newer than `since`, with what is gone or without. */
interface Wanted {
  readonly since: Version;
  readonly tombstones: boolean;
}

/**
 * Reads in the caller's snapshot. Every condition is one that an index answers: where a row may be news
 * for two reasons, that is two arms of a union, which share no row.
 */
export function changeFeed(trx: Transaction, clock: VersionClock): ChangeFeed {
  const feed: ChangeFeed = {
    async pull(me, position) {
      const { horizon, era, verdict } = await clock.judge(trx, position);
      const reset = verdict === 'reset';
      const since = reset ? noVersion : position.since;
      const wanted = { since, tombstones: reset || since > noVersion };
      return {
        version: version(Math.max(since, horizon)),
        era,
        reset,
        hasMore: false,
        user: await ownProfile(trx, me, wanted),
        blacklist: await blocks(trx, me, wanted),
        friends: await friends(trx, me, wanted),
        groups: await myGroups(trx, me, wanted),
        groupMembers: await rosters(trx, me, wanted),
      };
    },
    stream: async (me, position, receive) => receive(await feed.pull(me, position), true),
  };
  return feed;
}

type StampedProfile = ProfileColumns & { readonly version: Numeric };

const profileColumns = ['u.id as user_id', 'u.nickname', 'u.portrait_uri'];

async function ownProfile(
  trx: Transaction,
  me: UserId,
  { since }: Wanted,
): Promise<(Profile & Stamped) | null> {
  const row: StampedProfile | undefined = await trx('users as u')
    .where('u.id', me)
    .where('u.version', '>', since)
    .first([...profileColumns, 'u.version']);
  return row ? { ...toProfile(row), version: toVersion(row.version) } : null;
}

async function blocks(trx: Transaction, me: UserId, { since, tombstones }: Wanted): Promise<BlockChange[]> {
  const news = trx('blacklists as b')
    .join('users as u', 'u.id', 'b.friend_id')
    .where('b.user_id', me)
    .where('b.version', '>', since)
    .select([...profileColumns, 'b.active', 'b.version']);
  const rows: (StampedProfile & { readonly active: Flag })[] = await (tombstones
    ? news
    : news.where('b.active', true));
  return rows.map((row) => ({
    user: toProfile(row),
    active: Boolean(row.active),
    version: toVersion(row.version),
  }));
}

type FriendRow = StampedProfile & { readonly display_name: string; readonly status: Numeric };

async function friends(trx: Transaction, me: UserId, { since, tombstones }: Wanted): Promise<FriendChange[]> {
  const news = trx('friendships as f')
    .join('users as u', 'u.id', 'f.friend_id')
    .where('f.user_id', me)
    .where('f.version', '>', since)
    .select([...profileColumns, 'f.display_name', 'f.status', 'f.version']);
  const rows: FriendRow[] = await (tombstones ? news : news.whereNot('f.status', friendshipStatus.deleted));
  return rows.map((row) => ({
    user: toProfile(row),
    displayName: row.display_name,
    status: toStatus(row.status),
    version: toVersion(row.version),
  }));
}

interface MyGroupRow {
  readonly id: Numeric;
  readonly name: string;
  readonly portrait_uri: string;
  readonly version: Numeric;
  readonly display_name: string;
  readonly role: Numeric;
  readonly is_deleted: Flag;
}

async function myGroups(
  trx: Transaction,
  me: UserId,
  { since, tombstones }: Wanted,
): Promise<MyGroupChange[]> {
  const mine = () =>
    trx('group_members as mine')
      .join('groups as g', 'g.id', 'mine.group_id')
      .where('mine.user_id', me)
      .select([
        'g.id',
        'g.name',
        'g.portrait_uri',
        'g.version',
        'mine.display_name',
        'mine.role',
        'mine.is_deleted',
      ]);
  const myStayChanged = mine().where('mine.version', '>', since);
  const onlyTheGroupChanged = mine()
    .where('mine.is_deleted', false)
    .where('mine.version', '<=', since)
    .where('g.version', '>', since);

  const rows: MyGroupRow[] = await (tombstones
    ? myStayChanged
    : myStayChanged.where('mine.is_deleted', false)
  ).unionAll([onlyTheGroupChanged]);
  return rows.map((row) => ({
    group: {
      id: groupId(Number(row.id)),
      name: row.name,
      portraitUri: row.portrait_uri,
      version: toVersion(row.version),
    },
    displayName: row.display_name,
    role: toRole(row.role),
    isDeleted: Boolean(row.is_deleted),
  }));
}

type MemberRow = StampedProfile & {
  readonly group_id: Numeric;
  readonly display_name: string;
  readonly role: Numeric;
  readonly is_deleted: Flag;
};

async function rosters(trx: Transaction, me: UserId, { since, tombstones }: Wanted): Promise<MemberChange[]> {
  const members = () =>
    trx('group_members as mine')
      .join('group_members as m', 'm.group_id', 'mine.group_id')
      .join('users as u', 'u.id', 'm.user_id')
      .where('mine.user_id', me)
      .where('mine.is_deleted', false)
      .select([...profileColumns, 'm.group_id', 'm.display_name', 'm.role', 'm.is_deleted', 'm.version']);
  const ofGroupsNewToMe = () => members().where('mine.joined_version', '>', since);

  const whoIsIn = ofGroupsNewToMe().where('m.is_deleted', false);
  const whoLeft = ofGroupsNewToMe().where('m.is_deleted', true).where('m.version', '>', since);
  const changedInOthers = members().where('mine.joined_version', '<=', since).where('m.version', '>', since);

  const rows: MemberRow[] = await whoIsIn.unionAll(
    tombstones ? [whoLeft, changedInOthers] : [changedInOthers],
  );
  return rows.map((row) => ({
    groupId: groupId(Number(row.group_id)),
    user: toProfile(row),
    displayName: row.display_name,
    role: toRole(row.role),
    isDeleted: Boolean(row.is_deleted),
    version: toVersion(row.version),
  }));
}
