import { friendshipStatus } from '@kith/core';

/**
 * What a sync reads, as SQL. `:me` is the user, `:since` the version they have; tombstones are sent from `:gone` on.
 *
 * Where a row may be news for two reasons it has two arms, which share no row: each arm is a condition that an index
 * answers, where one condition with `or` would read whole rosters.
 */
export interface Section {
  /** What a row is made of, in the order in which it is read. */
  readonly columns: readonly string[];
  /** Joined once a row is found to be news. */
  readonly join: string;
  /** What tells a user's rows apart; of members, their groups. Long sections are read in its order. */
  readonly key: string;
  readonly arms: readonly Arm[];
}

export interface Arm {
  /** The version that counts for this user: above it, the row is not sent again. */
  readonly effective: string;
  readonly from: string;
  readonly where: string;
}

export type SectionName = keyof typeof sections;

const deleted = friendshipStatus.deleted;
const profile = ['u.id', 'u.nickname', 'u.portrait_uri'] as const;
/**
 * The last version of a group's members: one step in an index. MySQL, which can use the second column of an index for what
 * is greater only if the first is no other table's, would else read the members of all groups.
 */
const newestIn = (group: string): string =>
  `(select c.version from group_members c where c.group_id = ${group} order by c.version desc limit 1)`;
const newerOfBoth = (a: string, b: string): string => `case when ${a} > ${b} then ${a} else ${b} end`;

export const sections = {
  /** My own. */
  profile: {
    columns: [...profile, 'u.version'],
    join: '',
    key: 'u.id',
    arms: [{ effective: 'u.version', from: 'users u', where: 'u.id = :me and u.version > :since' }],
  },

  blocks: {
    columns: [...profile, 'b.active', 'b.version'],
    join: 'join users u on u.id = b.friend_id',
    key: 'b.friend_id',
    arms: [
      {
        effective: 'b.version',
        from: 'blacklists b',
        where: 'b.user_id = :me and b.version > :since and (b.active or b.version > :gone)',
      },
    ],
  },

  friends: {
    columns: [...profile, 'f.display_name', 'f.status', 'f.version'],
    join: 'join users u on u.id = f.friend_id',
    key: 'f.friend_id',
    arms: [
      {
        effective: 'f.version',
        from: 'friendships f',
        where: `f.user_id = :me and f.version > :since and (f.status <> ${deleted} or f.version > :gone)`,
      },
    ],
  },

  memberships: {
    columns: [
      'g.id',
      'g.name',
      'g.portrait_uri',
      'g.version',
      'mine.display_name',
      'mine.role',
      'mine.is_deleted',
    ],
    join: '',
    key: 'mine.group_id',
    arms: [
      // I came in, and am in
      {
        effective: newerOfBoth('mine.version', 'g.version'),
        from: 'group_members mine join :groups: g on g.id = mine.group_id',
        where: 'mine.user_id = :me and mine.is_deleted = false and mine.version > :since',
      },
      // I went
      {
        effective: 'mine.version',
        from: 'group_members mine join :groups: g on g.id = mine.group_id',
        where:
          'mine.user_id = :me and mine.is_deleted = true and mine.version > :since and mine.version > :gone',
      },
      // only the group changed
      {
        effective: 'g.version',
        from: 'group_members mine join :groups: g on g.id = mine.group_id',
        where:
          'mine.user_id = :me and mine.is_deleted = false and mine.version <= :since and g.version > :since',
      },
    ],
  },

  members: {
    columns: ['m.group_id', ...profile, 'm.display_name', 'm.role', 'm.is_deleted', 'm.version'],
    join: 'join users u on u.id = m.user_id',
    key: 'mine.group_id',
    arms: [
      // a group that is new to me: whoever is in
      {
        effective: newerOfBoth('m.version', 'mine.joined_version'),
        from: 'group_members mine join group_members m on m.group_id = mine.group_id',
        where:
          'mine.user_id = :me and mine.is_deleted = false and mine.joined_version > :since and m.is_deleted = false',
      },
      // and whoever left it since
      {
        effective: 'm.version',
        from: 'group_members mine join group_members m on m.group_id = mine.group_id',
        where:
          'mine.user_id = :me and mine.is_deleted = false and mine.joined_version > :since and m.is_deleted = true and m.version > :gone',
      },
      // a group that I know: whoever changed
      {
        effective: 'm.version',
        from: 'group_members mine join group_members m on m.group_id = mine.group_id',
        where: `mine.user_id = :me and mine.is_deleted = false and mine.joined_version <= :since and ${newestIn('mine.group_id')} > :since and m.version > :since`,
      },
    ],
  },
} as const satisfies Record<string, Section>;
