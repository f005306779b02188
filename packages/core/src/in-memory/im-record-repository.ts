import type { ImRecordReader, ImRecordRepository } from '../index.js';
import type { Draft, Snapshot } from './store.js';

export function imRecordReader(store: Snapshot): ImRecordReader {
  return {
    presence: async (user) => store.imPresence.get(user) ?? null,
    message: async (uid) => store.imMessages.get(uid) ?? null,
  };
}

export function imRecordRepository(draft: Draft): ImRecordRepository {
  return {
    ...imRecordReader(draft),
    async savePresence(presence) {
      const known = draft.imPresence.get(presence.user);
      if (!known || known.at <= presence.at) draft.table('imPresence').set(presence.user, presence);
    },
    async addMessage(message) {
      if (!draft.imMessages.has(message.uid)) draft.table('imMessages').set(message.uid, message);
    },
    async pruneMessages(before, limit) {
      const over = [...draft.imMessages.values()]
        .filter(({ sentAt }) => sentAt < before)
        .sort((a, b) => a.sentAt - b.sentAt);
      const first = over.slice(0, limit);
      for (const { uid } of first) draft.table('imMessages').delete(uid);
      return first.length;
    },
  };
}
