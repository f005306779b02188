import {
  ascending,
  DomainError,
  friendshipStatus,
  type User,
  type UserReader,
  type UserRepository,
  userId,
} from '@kith/core';
import type { Transaction } from '../database.js';
import { type Numeric, toUser, type UserRow } from '../rows.js';
import type { Writer } from '../writer.js';
import { inChunks } from './chunks.js';

export const userColumns = ['id', 'region', 'phone', 'nickname', 'portrait_uri', 'created_at', 'updated_at'];

export function userReader(trx: Transaction): UserReader {
  const findBy = async (key: object): Promise<User | null> => {
    const row: UserRow | undefined = await trx('users').where(key).first(userColumns);
    return row ? toUser(row) : null;
  };
  const secret = async (id: number, column: 'password_hash' | 'im_token'): Promise<string | null> => {
    const row = await trx('users').where({ id }).first(column);
    return row?.[column] ?? null;
  };

  return {
    find: (id) => findBy({ id }),
    async findMany(ids) {
      const rows: UserRow[] = await inChunks(ascending(ids), (chunk) =>
        trx('users').whereIn('id', chunk).orderBy('id').select(userColumns),
      );
      return rows.map(toUser);
    },
    findByPhone: ({ region, number }) => findBy({ region, phone: number }),
    async idsAfter(id, limit) {
      const ids: Numeric[] = await trx('users')
        .where('id', '>', id ?? 0)
        .orderBy('id')
        .limit(limit)
        .pluck('id');
      return ids.map((each) => userId(Number(each)));
    },
    passwordHash: (id) => secret(id, 'password_hash'),
    imToken: (id) => secret(id, 'im_token'),
  };
}

export function userRepository({ trx, database, stamp, restamp }: Writer): UserRepository {
  const reader = userReader(trx);
  const user = (id: number) => trx('users').where({ id });

  return {
    ...reader,
    async add({ phone: { region, number }, nickname, passwordHash, at }) {
      const columns = { region, phone: number, nickname, portrait_uri: '', created_at: at, updated_at: at };
      const row = { ...columns, password_hash: passwordHash, im_token: null, version: await stamp() };
      try {
        return toUser({ id: await database.insert(trx, 'users', row), ...columns });
      } catch (error) {
        throw database.isDuplicate(error) ? new DomainError('phone-taken') : error;
      }
    },
    async setProfile(id, { nickname, portraitUri }, at) {
      const change = {
        ...(nickname !== undefined && { nickname }),
        ...(portraitUri !== undefined && { portrait_uri: portraitUri }),
      };
      await user(id).update({ ...change, updated_at: at, ...(await restamp('users')) });
      await trx('friendships')
        .where({ friend_id: id })
        .whereNot({ status: friendshipStatus.deleted })
        .update(await restamp('friendships'));
      await trx('blacklists')
        .where({ friend_id: id, active: true })
        .update(await restamp('blacklists'));
      await trx('group_members')
        .where({ user_id: id, is_deleted: false })
        .update(await restamp('group_members'));
    },
    async setPasswordHash(id, hash) {
      await user(id).update({ password_hash: hash });
    },
    async setImToken(id, token) {
      await user(id).update({ im_token: token });
    },
  };
}
