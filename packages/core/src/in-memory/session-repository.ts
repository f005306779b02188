import type { SessionReader, SessionRepository } from '../index.js';
import type { Draft, Snapshot } from './store.js';

export function sessionReader(store: Snapshot): SessionReader {
  return { find: async (id) => store.sessions.get(id) ?? null };
}

export function sessionRepository(draft: Draft): SessionRepository {
  return {
    ...sessionReader(draft),
    async add(session) {
      draft.table('sessions').set(session.id, session);
    },
    async revoke(id) {
      draft.table('sessions').delete(id);
    },
    async revokeAll(user, { except } = {}) {
      for (const session of [...draft.sessions.values()])
        if (session.user === user && session.id !== except) draft.table('sessions').delete(session.id);
    },
    async prune(before) {
      const ended = [...draft.sessions.values()].filter(({ expiresAt }) => expiresAt < before);
      for (const { id } of ended) draft.table('sessions').delete(id);
      return ended.length;
    },
  };
}
