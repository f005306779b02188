import type { SessionReader, SessionRepository } from '@kith/core';
import type { Transaction } from '../database.js';
import { type SessionRow, toSession } from '../rows.js';
import type { Writer } from '../writer.js';

export function sessionReader(trx: Transaction): SessionReader {
  return {
    async find(id) {
      const row = await trx<SessionRow>('sessions').where({ id }).first();
      return row ? toSession(row) : null;
    },
  };
}

export function sessionRepository({ trx }: Writer): SessionRepository {
  return {
    ...sessionReader(trx),
    async add({ id, user, createdAt, expiresAt }) {
      await trx('sessions').insert({ id, user_id: user, created_at: createdAt, expires_at: expiresAt });
    },
    async revoke(id) {
      await trx('sessions').where({ id }).delete();
    },
    async revokeAll(user, { except } = {}) {
      const all = trx('sessions').where({ user_id: user });
      await (except === undefined ? all : all.whereNot({ id: except })).delete();
    },
    prune: (before) => trx('sessions').where('expires_at', '<', before).delete(),
  };
}
