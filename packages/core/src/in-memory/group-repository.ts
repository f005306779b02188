import {
  ascending,
  type EpochMs,
  type Group,
  type GroupId,
  type GroupReader,
  type GroupRepository,
  type GroupRole,
  type Membership,
  profileOf,
  type UserId,
} from '../index.js';
import { type Draft, type GroupRow, type MemberRow, pairKey, type Snapshot } from './store.js';

const toGroup = ({ version, ...group }: GroupRow): Group => group;
const toMembership = ({ version, joinedVersion, isDeleted, ...membership }: MemberRow): Membership =>
  membership;

export function groupReader(store: Snapshot): GroupReader {
  const find = (id: GroupId): Group | null => {
    const row = store.groups.get(id);
    return row ? toGroup(row) : null;
  };
  const live = (group: GroupId, user: UserId): Membership | null => {
    const row = store.groupMembers.get(pairKey(group, user));
    return row && !row.isDeleted ? toMembership(row) : null;
  };
  const liveWhere = (matches: (row: MemberRow) => boolean): Membership[] =>
    [...store.groupMembers.values()].filter((row) => !row.isDeleted && matches(row)).map(toMembership);
  const roster = (group: GroupId) =>
    liveWhere((row) => row.groupId === group).sort((a, b) => a.userId - b.userId);

  return {
    find: async (id) => find(id),
    findMany: async (ids) => ascending(ids).flatMap((id) => find(id) ?? []),
    idsAfter: async (id, limit) =>
      ascending(store.groups.keys())
        .filter((each) => each > (id ?? 0))
        .slice(0, limit),
    membership: async (group, user) => live(group, user),
    memberships: async (group, users) => ascending(users).flatMap((user) => live(group, user) ?? []),
    members: async (group) =>
      roster(group).flatMap((membership) => {
        const user = store.users.get(membership.userId);
        return user ? [{ ...membership, profile: profileOf(user) }] : [];
      }),
    listOf: async (user) =>
      liveWhere((row) => row.userId === user)
        .sort((a, b) => a.groupId - b.groupId)
        .flatMap(({ groupId, role }) => {
          const group = find(groupId);
          return group ? [{ role, group }] : [];
        }),
    countOf: async (user) => liveWhere((row) => row.userId === user).length,
    successor: async (group, except) => roster(group).find(({ userId }) => userId !== except)?.userId ?? null,
  };
}

export function groupRepository(draft: Draft): GroupRepository {
  const reader = groupReader(draft);

  const changeGroup = (id: GroupId, change: (group: GroupRow) => Partial<GroupRow>, updatedAt: EpochMs) => {
    const row = draft.groups.get(id);
    if (row) draft.table('groups').set(id, { ...row, ...change(row), updatedAt, version: draft.version() });
  };
  const changeMember = (group: GroupId, user: UserId, change: Partial<MemberRow>, updatedAt: EpochMs) => {
    const key = pairKey(group, user);
    const row = draft.groupMembers.get(key);
    if (!row || row.isDeleted) return false;
    draft.table('groupMembers').set(key, { ...row, ...change, updatedAt, version: draft.version() });
    return true;
  };
  const begin = (groupId: GroupId, userId: UserId, role: GroupRole, at: EpochMs) => {
    const key = pairKey(groupId, userId);
    const before = draft.groupMembers.get(key);
    const version = draft.version();
    draft.table('groupMembers').set(key, {
      groupId,
      userId,
      role,
      displayName: before?.displayName ?? '',
      joinedAt: at,
      createdAt: before?.createdAt ?? at,
      updatedAt: at,
      isDeleted: false,
      joinedVersion: version,
      version,
    });
  };
  const isIn = (group: GroupId, user: UserId) =>
    draft.groupMembers.get(pairKey(group, user))?.isDeleted === false;

  return {
    ...reader,
    async add({ name, creatorId, maxMemberCount, at }) {
      const row: GroupRow = {
        id: draft.nextGroupId(),
        name,
        portraitUri: '',
        memberCount: 0,
        maxMemberCount,
        creatorId,
        bulletin: null,
        createdAt: at,
        updatedAt: at,
        dismissedAt: null,
        version: draft.version(),
      };
      draft.table('groups').set(row.id, row);
      return toGroup(row);
    },
    async update(id, change, at) {
      changeGroup(id, () => change, at);
    },
    async join(group, users, role, at) {
      const came = ascending(users).filter((user) => !isIn(group, user));
      for (const user of came) begin(group, user, role, at);
      if (came.length > 0)
        changeGroup(group, ({ memberCount }) => ({ memberCount: memberCount + came.length }), at);
      return came;
    },
    async leave(group, users, at) {
      const left = ascending(users).filter((user) => changeMember(group, user, { isDeleted: true }, at));
      if (left.length > 0)
        changeGroup(group, ({ memberCount }) => ({ memberCount: memberCount - left.length }), at);
      return left;
    },
    async setRole(group, user, role, at) {
      changeMember(group, user, { role }, at);
    },
    async setDisplayName(group, user, displayName, at) {
      changeMember(group, user, { displayName }, at);
    },
    async dismiss(group, at) {
      for (const { groupId, userId } of [...draft.groupMembers.values()])
        if (groupId === group) changeMember(group, userId, { isDeleted: true }, at);
      changeGroup(group, () => ({ memberCount: 0, dismissedAt: at }), at);
    },
  };
}
