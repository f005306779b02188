import {
  type EpochMs,
  type FriendshipReader,
  type FriendshipRepository,
  friendshipStatus,
  type Side,
  type SideChange,
  type UserId,
} from '@kith/core';
import type { Transaction } from '../database.js';
import { type SideColumns, toSide, toUser, type UserRow } from '../rows.js';
import type { Writer } from '../writer.js';
import { userColumns } from './users.js';

type Part = 'mine' | 'theirs' | 'i-block' | 'they-block';
type PairRow = SideColumns & { readonly part: Part };

export function friendshipReader(trx: Transaction): FriendshipReader {
  const side = (part: Part, user: UserId, friend: UserId) =>
    trx('friendships')
      .where({ user_id: user, friend_id: friend })
      .select(trx.raw('? as part', [part]), 'status', 'display_name', 'message', 'updated_at');
  const block = (part: Part, user: UserId, friend: UserId) =>
    trx('blacklists')
      .where({ user_id: user, friend_id: friend, active: true })
      .select(trx.raw("? as part, 0 as status, '' as display_name, '' as message", [part]), 'updated_at');

  return {
    async pair(me, them) {
      const rows: PairRow[] = await side('mine', me, them).unionAll([
        side('theirs', them, me),
        block('i-block', me, them),
        block('they-block', them, me),
      ]);
      const row = (part: Part) => rows.find((found) => found.part === part);
      const sideOf = (part: Part): Side | null => {
        const found = row(part);
        return found ? toSide(found) : null;
      };
      return {
        mine: sideOf('mine'),
        theirs: sideOf('theirs'),
        iBlockThem: row('i-block') !== undefined,
        theyBlockMe: row('they-block') !== undefined,
      };
    },
    async list(me) {
      const rows: (UserRow & SideColumns & { readonly side_updated_at: number })[] = await trx(
        'friendships as f',
      )
        .join('users as u', 'u.id', 'f.friend_id')
        .where('f.user_id', me)
        .orderBy('f.friend_id')
        .select(
          ...userColumns.map((column) => `u.${column}`),
          'f.status',
          'f.display_name',
          'f.message',
          'f.updated_at as side_updated_at',
        );
      return rows.map((row) => ({
        ...toSide({ ...row, updated_at: row.side_updated_at }),
        user: toUser(row),
      }));
    },
  };
}

export function friendshipRepository({ trx, stamp, restamp }: Writer): FriendshipRepository {
  async function write(user: UserId, friend: UserId, change: SideChange, at: EpochMs): Promise<void> {
    const columns = { ...toColumns(change), updated_at: at };
    const changed = { ...columns, ...(await restamp('friendships')) };
    const key = { user_id: user, friend_id: friend };
    if (change.status === undefined) {
      const found = await trx('friendships').where(key).update(changed);
      if (found === 0) throw new Error('a new side of a friendship needs a status');
    } else
      await trx('friendships')
        .insert({ display_name: '', message: '', ...key, ...columns, version: await stamp() })
        .onConflict(['user_id', 'friend_id'])
        .merge(changed);
  }

  return {
    ...friendshipReader(trx),
    async apply(me, them, { mine, theirs }, at) {
      if (mine) await write(me, them, mine, at);
      if (theirs) await write(them, me, theirs, at);
    },
  };
}

const toColumns = ({ status, displayName, message }: SideChange) => ({
  ...(status !== undefined && { status: friendshipStatus[status] }),
  ...(displayName !== undefined && { display_name: displayName }),
  ...(message !== undefined && { message }),
});
