import type { ImRecordReader, ImRecordRepository } from '@kith/core';
import type { Transaction } from '../database.js';
import { type ImMessageRow, type ImPresenceRow, toPresence, toRoutedMessage } from '../rows.js';
import type { Writer } from '../writer.js';
import { chunksOf } from './chunks.js';

const presences = 'im_presence';
const messages = 'im_messages';

export function imRecordReader(trx: Transaction): ImRecordReader {
  return {
    async presence(user) {
      const row = await trx<ImPresenceRow>(presences).where({ user_id: user }).first();
      return row ? toPresence(row) : null;
    },
    async message(uid) {
      const row = await trx<ImMessageRow>(messages).where({ uid }).first();
      return row ? toRoutedMessage(row) : null;
    },
  };
}

export function imRecordRepository({ trx }: Writer): ImRecordRepository {
  return {
    ...imRecordReader(trx),
    async savePresence({ user, status, os, session, at }) {
      const columns = { status, os, session, at };
      // Two statements: MySQL has no condition on what an insert changes. The first one locks the row.
      await trx(presences)
        .insert({ user_id: user, ...columns })
        .onConflict('user_id')
        .merge(['user_id']);
      await trx(presences).where({ user_id: user }).andWhere('at', '<=', at).update(columns);
    },
    async addMessage({ uid, from, conversation, directedTo, objectName, content, source, sentAt }) {
      const row = {
        uid,
        from_id: from,
        target_kind: conversation.kind,
        target_id: conversation.to,
        directed_to: JSON.stringify(directedTo),
        object_name: objectName,
        content,
        source,
        sent_at: sentAt,
      };
      await trx(messages).insert(row).onConflict('uid').merge(['uid']);
    },
    async pruneMessages(before, limit) {
      const over = trx<ImMessageRow>(messages).where('sent_at', '<', before).orderBy('sent_at').limit(limit);
      const uids: readonly string[] = await over.pluck('uid');
      let count = 0;
      for (const chunk of chunksOf(uids)) count += await trx(messages).whereIn('uid', chunk).delete();
      return count;
    },
  };
}
