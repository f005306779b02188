import type { BlacklistReader, BlacklistRepository } from '@kith/core';
import type { Transaction } from '../database.js';
import { type Flag, toUser, type UserRow } from '../rows.js';
import type { Writer } from '../writer.js';
import { userColumns } from './users.js';

export function blacklistReader(trx: Transaction): BlacklistReader {
  return {
    async isBlocked(owner, target) {
      const row = await trx('blacklists')
        .where({ user_id: owner, friend_id: target, active: true })
        .first('user_id');
      return row !== undefined;
    },
    async list(owner) {
      const rows: UserRow[] = await trx('blacklists as b')
        .join('users as u', 'u.id', 'b.friend_id')
        .where({ 'b.user_id': owner, 'b.active': true })
        .orderBy('b.friend_id')
        .select(userColumns.map((column) => `u.${column}`));
      return rows.map(toUser);
    },
  };
}

export function blacklistRepository({ trx, stamp, restamp }: Writer): BlacklistRepository {
  return {
    ...blacklistReader(trx),
    async set(owner, target, active, at) {
      const key = { user_id: owner, friend_id: target };
      const row: { readonly active: Flag } | undefined = await trx('blacklists').where(key).first('active');
      if (Boolean(row?.active) === active) return false;
      const columns = { active, updated_at: at };
      if (row)
        await trx('blacklists')
          .where(key)
          .update({ ...columns, ...(await restamp('blacklists')) });
      else await trx('blacklists').insert({ ...key, ...columns, version: await stamp() });
      return true;
    },
  };
}
