import {
  ascending,
  DomainError,
  samePhone,
  type User,
  type UserReader,
  type UserRepository,
} from '../index.js';
import type { Draft, Snapshot, UserRow } from './store.js';

export const toUser = (row: UserRow): User => ({
  id: row.id,
  nickname: row.nickname,
  portraitUri: row.portraitUri,
  phone: row.phone,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

export function userReader(store: Snapshot): UserReader {
  const find: UserReader['find'] = async (id) => {
    const row = store.users.get(id);
    return row ? toUser(row) : null;
  };

  return {
    find,
    async findMany(ids) {
      const users = await Promise.all(ascending(ids).map(find));
      return users.filter((user) => user !== null);
    },
    async findByPhone(phone) {
      for (const row of store.users.values()) if (samePhone(row.phone, phone)) return toUser(row);
      return null;
    },
    idsAfter: async (id, limit) =>
      ascending(store.users.keys())
        .filter((each) => each > (id ?? 0))
        .slice(0, limit),
    passwordHash: async (id) => store.users.get(id)?.passwordHash ?? null,
    imToken: async (id) => store.users.get(id)?.imToken ?? null,
  };
}

export function userRepository(draft: Draft): UserRepository {
  const reader = userReader(draft);
  const put = (row: UserRow) => draft.table('users').set(row.id, row);

  return {
    ...reader,
    async add({ phone, nickname, passwordHash, at }) {
      if (await reader.findByPhone(phone)) throw new DomainError('phone-taken');
      const row: UserRow = {
        id: draft.nextUserId(),
        nickname,
        portraitUri: '',
        phone,
        passwordHash,
        imToken: null,
        createdAt: at,
        updatedAt: at,
        version: draft.version(),
      };
      put(row);
      return toUser(row);
    },
    async setProfile(id, change, at) {
      const row = draft.users.get(id);
      if (!row) return;
      put({ ...row, ...change, updatedAt: at, version: draft.version() });
      stampWhoShows(draft, row);
    },
    async setPasswordHash(id, passwordHash) {
      const row = draft.users.get(id);
      if (row) put({ ...row, passwordHash });
    },
    async setImToken(id, imToken) {
      const row = draft.users.get(id);
      if (row) put({ ...row, imToken });
    },
  };
}

/** Whoever sees the profile in a list of theirs finds it in their next sync. */
function stampWhoShows(draft: Draft, { id }: UserRow): void {
  const version = draft.version();
  for (const [key, row] of draft.friendships)
    if (row.friendId === id && row.status !== 'deleted')
      draft.table('friendships').set(key, { ...row, version });
  for (const [key, row] of draft.blacklists)
    if (row.friendId === id && row.active) draft.table('blacklists').set(key, { ...row, version });
  for (const [key, row] of draft.groupMembers)
    if (row.userId === id && !row.isDeleted) draft.table('groupMembers').set(key, { ...row, version });
}
