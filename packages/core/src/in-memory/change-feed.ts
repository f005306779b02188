import {
  type ChangeFeed,
  type ChangeSet,
  judgePosition,
  type MemberChange,
  type MyGroupChange,
  noVersion,
  type Profile,
  profileOf,
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

export function changeFeed(store: Snapshot): ChangeFeed {
  return {
    async pull(me, position) {
      const { eras, lastVersion: horizon } = store;
      const reset = judgePosition(position, { eras, horizon }) === 'reset';
      const since = reset ? noVersion : position.since;
      const wanted = { since, tombstones: reset || since > noVersion };
      return {
        version: version(Math.max(since, horizon)),
        era: eras.at(-1)?.base ?? noVersion,
        reset,
        ...ownRows(store, me, wanted),
        groups: groupChanges(store, me, wanted),
        groupMembers: memberChanges(store, me, wanted),
      };
    },
  };
}

function ownRows(
  store: Snapshot,
  me: UserId,
  { since, tombstones }: Wanted,
): Pick<ChangeSet, 'user' | 'blacklist' | 'friends'> {
  const self = store.users.get(me);
  const blocks = [...store.blacklists.values()].filter((row) => row.userId === me && row.version > since);
  const sides = [...store.friendships.values()].filter((row) => row.userId === me && row.version > since);

  return {
    user: self && self.version > since ? { ...profileOf(self), version: self.version } : null,
    blacklist: blocks
      .filter(({ active }) => active || tombstones)
      .flatMap(({ friendId, active, version }) => shown(store, friendId, { active, version })),
    friends: sides
      .filter(({ status }) => status !== 'deleted' || tombstones)
      .flatMap(({ friendId, status, displayName, version }) =>
        shown(store, friendId, { status, displayName, version }),
      ),
  };
}

function groupChanges(store: Snapshot, me: UserId, { since, tombstones }: Wanted): MyGroupChange[] {
  return [...store.groupMembers.values()]
    .filter(({ userId, isDeleted }) => userId === me && (!isDeleted || tombstones))
    .flatMap(({ groupId, displayName, role, isDeleted, version: ownVersion }) => {
      const group = store.groups.get(groupId);
      if (!group || (ownVersion <= since && (isDeleted || group.version <= since))) return [];
      const { id, name, portraitUri, version } = group;
      return [{ group: { id, name, portraitUri, version }, displayName, role, isDeleted }];
    });
}

/** A member is as new to me as my own stay: so whoever joins gets the whole roster. */
function memberChanges(store: Snapshot, me: UserId, { since, tombstones }: Wanted): MemberChange[] {
  const isNews = (row: MemberRow): boolean => {
    const myStay = store.groupMembers.get(pairKey(row.groupId, me));
    if (!myStay || myStay.isDeleted) return false;
    return row.isDeleted
      ? tombstones && row.version > since
      : Math.max(row.version, myStay.joinedVersion) > since;
  };
  return [...store.groupMembers.values()]
    .filter(isNews)
    .flatMap(({ groupId, userId, displayName, role, isDeleted, version }) =>
      shown(store, userId, { groupId, displayName, role, isDeleted, version }),
    );
}

/** A row with the profile of the user it is about; nothing if there is no such user. */
function shown<Row extends object>(
  store: Snapshot,
  user: UserId,
  row: Row,
): [] | [Row & { readonly user: Profile }] {
  const found = store.users.get(user);
  return found ? [{ ...row, user: profileOf(found) }] : [];
}
