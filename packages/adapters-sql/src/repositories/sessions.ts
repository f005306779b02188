import type { SessionReader, SessionRepository } from '@kith/core';
import type { Database, Transaction } from '../database.js';
import { type SessionRow, toSession } from '../rows.js';
import type { SelectStatement } from '../select-statement.js';
import type { Writer } from '../writer.js';

/** Asked with every request. */
const lookUp: SelectStatement = {
  name: 'kith_session',
  sql: 'select id, user_id, created_at, expires_at from sessions where id = :id',
};

export function sessionReader(trx: Transaction, { select }: Pick<Database, 'select'>): SessionReader {
  return {
    async find(id) {
      const [row] = await select<SessionRow>(trx, lookUp, { id });
      return row ? toSession(row) : null;
    },
  };
}

export function sessionRepository({ trx, database }: Writer): SessionRepository {
  return {
    ...sessionReader(trx, database),
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
