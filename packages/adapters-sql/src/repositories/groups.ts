import { ascending, type GroupId, type GroupReader, groupId, userId } from '@kith/core';
import type { Transaction } from '../database.js';
import {
  type GroupRow,
  type MembershipRow,
  type Numeric,
  type ProfileColumns,
  toGroup,
  toMember,
  toMembership,
  toRole,
} from '../rows.js';
import { inChunks } from './chunks.js';

const groupColumns = [
  'id',
  'name',
  'portrait_uri',
  'member_count',
  'max_member_count',
  'creator_id',
  'bulletin',
  'created_at',
  'updated_at',
  'dismissed_at',
];
const membershipColumns = [
  'group_id',
  'user_id',
  'role',
  'display_name',
  'joined_at',
  'created_at',
  'updated_at',
];

export function groupReader(trx: Transaction): GroupReader {
  const live = (group: GroupId) => trx('group_members').where({ group_id: group, is_deleted: false });

  return {
    async find(id) {
      const row: GroupRow | undefined = await trx('groups').where({ id }).first(groupColumns);
      return row ? toGroup(row) : null;
    },
    async findMany(ids) {
      const rows: GroupRow[] = await inChunks(ascending(ids), (chunk) =>
        trx('groups').whereIn('id', chunk).orderBy('id').select(groupColumns),
      );
      return rows.map(toGroup);
    },
    async idsAfter(id, limit) {
      const ids: Numeric[] = await trx('groups')
        .where('id', '>', id ?? 0)
        .orderBy('id')
        .limit(limit)
        .pluck('id');
      return ids.map((each) => groupId(Number(each)));
    },
    async membership(group, user) {
      const row: MembershipRow | undefined = await live(group)
        .where({ user_id: user })
        .first(membershipColumns);
      return row ? toMembership(row) : null;
    },
    async memberships(group, users) {
      const rows: MembershipRow[] = await inChunks(ascending(users), (chunk) =>
        live(group).whereIn('user_id', chunk).orderBy('user_id').select(membershipColumns),
      );
      return rows.map(toMembership);
    },
    async members(group) {
      const rows: (MembershipRow & ProfileColumns)[] = await trx('group_members as m')
        .join('users as u', 'u.id', 'm.user_id')
        .where({ 'm.group_id': group, 'm.is_deleted': false })
        .orderBy('m.user_id')
        .select(...membershipColumns.map((column) => `m.${column}`), 'u.nickname', 'u.portrait_uri');
      return rows.map(toMember);
    },
    async listOf(user) {
      const rows: (GroupRow & { readonly role: Numeric })[] = await trx('group_members as m')
        .join('groups as g', 'g.id', 'm.group_id')
        .where({ 'm.user_id': user, 'm.is_deleted': false })
        .orderBy('m.group_id')
        .select(...groupColumns.map((column) => `g.${column}`), 'm.role');
      return rows.map((row) => ({ role: toRole(row.role), group: toGroup(row) }));
    },
    async countOf(user) {
      const [row] = await trx('group_members')
        .where({ user_id: user, is_deleted: false })
        .count<{ count: Numeric }[]>({ count: '*' });
      return Number(row?.count ?? 0);
    },
    async successor(group, except) {
      const row = await live(group).whereNot({ user_id: except }).orderBy('user_id').first('user_id');
      return row ? userId(Number(row.user_id)) : null;
    },
  };
}
