import {
  type BlockChange,
  type ChangeFeed,
  type ChangeSet,
  type FriendChange,
  judgePosition,
  type MemberChange,
  type MyGroupChange,
  mayBeCut,
  noVersion,
  type Profile,
  type PullOptions,
  pageEnd,
  profileOf,
  type Stamped,
  type SyncPosition,
  type UserId,
  type Version,
  version,
} from '../index.js';
import { type MemberRow, pairKey, type Snapshot } from './store.js';

/** Which rows an answer holds: what is newer than `since`, with what is gone or without. */
interface Wanted {
  readonly since: Version;
  readonly tombstones: boolean;
}

/** A row of an answer, with the version that counts for this user. */
interface News<Row> {
  readonly effective: Version;
  readonly row: Row;
}

export function changeFeed(store: Snapshot): ChangeFeed {
  const pull = async (
    me: UserId,
    position: SyncPosition,
    { limit = Number.POSITIVE_INFINITY }: PullOptions = {},
  ) => {
    const { eras, lastVersion: horizon } = store;
    const verdict = judgePosition(position, { eras, horizon });
    const reset = verdict === 'reset';
    const since = reset || position.since < noVersion ? noVersion : position.since;
    const news = newsFor(store, me, { since, tombstones: reset || since > noVersion });
    const versions = Object.values(news).flatMap((section) => section.map(({ effective }) => effective));
    const end = mayBeCut(verdict, position) ? pageEnd(versions, { limit, horizon }) : null;
    const upToEnd = <Row>(section: readonly News<Row>[]): Row[] =>
      section.filter(({ effective }) => end === null || effective <= end).map(({ row }) => row);
    return {
      version: end ?? version(Math.max(since, horizon)),
      era: end === null ? (eras.at(-1)?.base ?? noVersion) : horizon,
      reset,
      hasMore: end !== null,
      user: upToEnd(news.user)[0] ?? null,
      blacklist: upToEnd(news.blacklist),
      friends: upToEnd(news.friends),
      groups: upToEnd(news.groups),
      groupMembers: upToEnd(news.groupMembers),
    } satisfies ChangeSet;
  };
  return {
    pull,
    // It is all in memory already.
    stream: async (me, position, receive) => receive(await pull(me, position), true),
  };
}

const newsFor = (store: Snapshot, me: UserId, wanted: Wanted) => ({
  user: ownProfile(store, me, wanted),
  blacklist: blocks(store, me, wanted),
  friends: friends(store, me, wanted),
  groups: groups(store, me, wanted),
  groupMembers: members(store, me, wanted),
});

function ownProfile(store: Snapshot, me: UserId, { since }: Wanted): News<Profile & Stamped>[] {
  const self = store.users.get(me);
  if (!self || self.version <= since) return [];
  return [{ effective: self.version, row: { ...profileOf(self), version: self.version } }];
}

const blocks = (store: Snapshot, me: UserId, { since, tombstones }: Wanted): News<BlockChange>[] =>
  [...store.blacklists.values()]
    .filter((row) => row.userId === me && row.version > since && (row.active || tombstones))
    .flatMap(({ friendId, active, version }) => shown(store, friendId, version, { active, version }));

const friends = (store: Snapshot, me: UserId, { since, tombstones }: Wanted): News<FriendChange>[] =>
  [...store.friendships.values()]
    .filter((row) => row.userId === me && row.version > since && (row.status !== 'deleted' || tombstones))
    .flatMap(({ friendId, status, displayName, version }) =>
      shown(store, friendId, version, { status, displayName, version }),
    );

function groups(store: Snapshot, me: UserId, { since, tombstones }: Wanted): News<MyGroupChange>[] {
  return [...store.groupMembers.values()]
    .filter(({ userId, isDeleted }) => userId === me && (!isDeleted || tombstones))
    .flatMap(({ groupId, displayName, role, isDeleted, version: ownVersion }) => {
      const group = store.groups.get(groupId);
      if (!group) return [];
      const effective = isDeleted ? ownVersion : later(ownVersion, group.version);
      if (effective <= since) return [];
      const { id, name, portraitUri, version } = group;
      return [
        { effective, row: { group: { id, name, portraitUri, version }, displayName, role, isDeleted } },
      ];
    });
}

/** A member is as new to me as my own stay: so whoever joins gets the whole roster. */
function members(store: Snapshot, me: UserId, { since, tombstones }: Wanted): News<MemberChange>[] {
  const effectiveOf = (row: MemberRow): Version => {
    const myStay = store.groupMembers.get(pairKey(row.groupId, me));
    if (!myStay || myStay.isDeleted || (row.isDeleted && !tombstones)) return noVersion;
    return row.isDeleted ? row.version : later(row.version, myStay.joinedVersion);
  };
  return [...store.groupMembers.values()].flatMap((row) => {
    const effective = effectiveOf(row);
    if (effective <= since) return [];
    const { groupId, userId, displayName, role, isDeleted, version } = row;
    return shown(store, userId, effective, { groupId, displayName, role, isDeleted, version });
  });
}

const later = (a: Version, b: Version): Version => (a > b ? a : b);

/** A row with the profile of the user it is about; nothing if there is no such user. */
function shown<Row extends object>(
  store: Snapshot,
  user: UserId,
  effective: Version,
  row: Row,
): News<Row & { readonly user: Profile }>[] {
  const found = store.users.get(user);
  return found ? [{ effective, row: { ...row, user: profileOf(found) } }] : [];
}
