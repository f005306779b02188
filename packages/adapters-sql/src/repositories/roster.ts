import {
  ascending,
  type EpochMs,
  type GroupId,
  type GroupRepository,
  groupRole,
  type UserId,
  userId,
} from '@kith/core';
import { type Flag, type Numeric, toGroup } from '../rows.js';
import type { Writer } from '../writer.js';
import { chunksOf, inChunks } from './chunks.js';
import { groupReader } from './groups.js';
import { insertCopies } from './insert-copies.js';

/** What changes groups and who is in them. */
export function groupRepository({ trx, database, stamp, restamp }: Writer): GroupRepository {
  const reader = groupReader(trx);
  const members = (group: GroupId) => trx('group_members').where({ group_id: group });
  const liveMember = (group: GroupId, user: UserId) =>
    members(group).where({ user_id: user, is_deleted: false });
  const touched = async (table: string, at: EpochMs) => ({ updated_at: at, ...(await restamp(table)) });
  const touchedMember = (at: EpochMs) => touched('group_members', at);

  async function changeGroup(id: GroupId, columns: object, at: EpochMs): Promise<void> {
    await trx('groups')
      .where({ id })
      .update({ ...columns, ...(await touched('groups', at)) });
  }
  const changeCount = (id: GroupId, by: number, at: EpochMs) =>
    changeGroup(id, { member_count: trx.raw('member_count + ?', [by]) }, at);

  /** Users that are not in, and whether they have been before. */
  async function outsiders(group: GroupId, users: readonly UserId[]) {
    const rows: readonly { readonly id: Numeric; readonly is_deleted: Flag | null }[] = await inChunks(
      ascending(users),
      (chunk) =>
        trx('users as u')
          .leftJoin('group_members as m', (on) => {
            on.on('m.user_id', 'u.id').andOnVal('m.group_id', group);
          })
          .whereIn('u.id', chunk)
          .orderBy('u.id')
          .select('u.id', 'm.is_deleted'),
    );
    return rows
      .filter((row) => row.is_deleted === null || Boolean(row.is_deleted))
      .map((row) => ({ id: userId(Number(row.id)), wasIn: row.is_deleted !== null }));
  }

  return {
    ...reader,
    async add({ name, creatorId, maxMemberCount, at }) {
      const row = {
        name,
        portrait_uri: '',
        member_count: 0,
        max_member_count: maxMemberCount,
        creator_id: creatorId,
        bulletin: null,
        created_at: at,
        dismissed_at: null,
        updated_at: at,
        version: await stamp(),
      };
      return toGroup({ id: await database.insert(trx, 'groups', row), ...row });
    },
    async update(id, { name, portraitUri, bulletin, creatorId }, at) {
      const columns = {
        ...(name !== undefined && { name }),
        ...(portraitUri !== undefined && { portrait_uri: portraitUri }),
        ...(bulletin !== undefined && { bulletin }),
        ...(creatorId !== undefined && { creator_id: creatorId }),
      };
      await changeGroup(id, columns, at);
    },
    async join(group, users, role, at) {
      const came = await outsiders(group, users);
      if (came.length === 0) return [];
      const stay = { role: groupRole[role], is_deleted: false, joined_at: at, updated_at: at };
      const [fresh, again] = [await stamp(), await restamp('group_members')];
      const ids = (wasIn: boolean) => came.filter((one) => one.wasIn === wasIn).map(({ id }) => id);

      for (const chunk of chunksOf(ids(true)))
        await members(group)
          .whereIn('user_id', chunk)
          .update({ ...stay, joined_version: again.version, ...again });
      const first = { ...stay, group_id: group, display_name: '', created_at: at };
      for (const chunk of chunksOf(ids(false)))
        await insertCopies(trx, {
          into: 'group_members',
          from: trx('users').whereIn('id', chunk),
          columns: { id: 'user_id' },
          constants: { ...first, joined_version: fresh, version: fresh },
        });
      await changeCount(group, came.length, at);
      return came.map(({ id }) => id);
    },
    async leave(group, users, at) {
      const left = (await reader.memberships(group, users)).map((membership) => membership.userId);
      if (left.length === 0) return [];
      const columns = { is_deleted: true, ...(await touchedMember(at)) };
      for (const chunk of chunksOf(left)) await members(group).whereIn('user_id', chunk).update(columns);
      await changeCount(group, -left.length, at);
      return left;
    },
    async setRole(group, user, role, at) {
      await liveMember(group, user).update({ role: groupRole[role], ...(await touchedMember(at)) });
    },
    async setDisplayName(group, user, displayName, at) {
      await liveMember(group, user).update({ display_name: displayName, ...(await touchedMember(at)) });
    },
    async dismiss(group, at) {
      await members(group)
        .where({ is_deleted: false })
        .update({ is_deleted: true, ...(await touchedMember(at)) });
      await changeGroup(group, { member_count: 0, dismissed_at: at }, at);
    },
  };
}
