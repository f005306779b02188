import { type ChangeSet, noVersion, version } from '@kith/core';

type Position = Pick<ChangeSet, 'version' | 'era'>;
type Table = 'user' | 'friends' | 'blacklist' | 'groups' | 'groupMembers';

/** What a client knows: its rows by key, without stamps, sorted by key. */
export type CacheContents = Readonly<Record<Table, readonly unknown[]>>;

/** The `result` of `GET /user/sync/:version` (docs/wire/sync.md). */
export interface WireSync {
  readonly version: number;
  readonly era: number;
  readonly reset?: boolean;
  readonly hasMore?: boolean;
  readonly user: (WireProfile & WireStamp) | null;
  readonly blacklist: readonly (WireStamp & {
    readonly friendId: string;
    readonly status: boolean;
    readonly user: WireProfile;
  })[];
  readonly friends: readonly (WireStamp & {
    readonly friendId: string;
    readonly displayName: string;
    readonly status: number;
    readonly user: WireProfile;
  })[];
  readonly groups: readonly {
    readonly groupId: string;
    readonly displayName: string;
    readonly role: number;
    readonly isDeleted: boolean;
    readonly group: WireStamp & { readonly id: string; readonly name: string; readonly portraitUri: string };
  }[];
  readonly group_members: readonly (WireStamp & {
    readonly groupId: string;
    readonly memberId: string;
    readonly displayName: string;
    readonly role: number;
    readonly isDeleted: boolean;
    readonly user: WireProfile;
  })[];
}

interface WireStamp {
  readonly timestamp: number;
}

interface WireProfile {
  readonly id: string;
  readonly nickname: string;
  readonly portraitUri: string;
}

/** The model of a client that keeps a local copy as docs/wire/sync.md says: by key, tombstones delete, a reset empties. */
export interface SyncClient {
  /** What to ask with next. */
  position(): Position;
  apply(answer: ChangeSet): SyncClient;
  applyWire(answer: WireSync): SyncClient;
  contents(): CacheContents;
}

/** One row to keep, or to delete when there is none. */
interface Step {
  readonly table: Table;
  readonly key: string;
  readonly row: object | null;
}

const wireDeleted = 30;

export function syncClient(): SyncClient {
  let position: Position = { version: noVersion, era: noVersion };
  const cache = new Map<string, { readonly table: Table; readonly row: object }>();

  const forgetRoster = (group: string) => {
    for (const id of cache.keys()) if (id.startsWith(`groupMembers ${group}/`)) cache.delete(id);
  };
  const take = ({ table, key, row }: Step) => {
    const id = `${table} ${key}`;
    if (row) cache.set(id, { table, row });
    else cache.delete(id);
    if (table === 'groups' && !row) forgetRoster(key);
  };
  const applySteps = (next: Position, reset: boolean, steps: readonly Step[]) => {
    if (reset) cache.clear();
    for (const step of steps) take(step);
    position = next;
    return client;
  };
  const rows = (wanted: Table) =>
    [...cache.entries()]
      .filter(([, { table }]) => table === wanted)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { row }]) => row);

  const client: SyncClient = {
    position: () => position,
    apply: (answer) => applySteps(positionOf(answer), answer.reset, stepsOf(answer)),
    applyWire: (answer) =>
      applySteps(
        { version: version(answer.version), era: version(answer.era) },
        answer.reset === true,
        wireStepsOf(answer),
      ),
    contents: () => ({
      user: rows('user'),
      friends: rows('friends'),
      blacklist: rows('blacklist'),
      groups: rows('groups'),
      groupMembers: rows('groupMembers'),
    }),
  };
  return client;
}

const positionOf = ({ version, era }: ChangeSet): Position => ({ version, era });

const stepsOf = ({ user, friends, blacklist, groups, groupMembers }: ChangeSet): Step[] => [
  ...(user ? [keep('user', 'me', user)] : []),
  ...friends.map((row) => keep('friends', row.user.id, row, row.status === 'deleted')),
  ...blacklist.map((row) => keep('blacklist', row.user.id, row, !row.active)),
  ...groups.map((row) =>
    keep('groups', row.group.id, { ...row, group: unstamped(row.group) }, row.isDeleted),
  ),
  ...groupMembers.map((row) => keep('groupMembers', `${row.groupId}/${row.user.id}`, row, row.isDeleted)),
];

const wireStepsOf = ({ user, friends, blacklist, groups, group_members }: WireSync): Step[] => [
  ...(user ? [keep('user', 'me', user)] : []),
  ...friends.map((row) => keep('friends', row.friendId, row, row.status === wireDeleted)),
  ...blacklist.map((row) => keep('blacklist', row.friendId, row, !row.status)),
  ...groups.map((row) => keep('groups', row.groupId, { ...row, group: unstamped(row.group) }, row.isDeleted)),
  ...group_members.map((row) => keep('groupMembers', `${row.groupId}/${row.memberId}`, row, row.isDeleted)),
];

const keep = (table: Table, key: string | number, row: object, isGone = false): Step => ({
  table,
  key: String(key),
  row: isGone ? null : unstamped(row),
});

/** A stamp says when a row became so, not what it is: the same row may come again under a newer one. */
const unstamped = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'version' && field !== 'timestamp'));
