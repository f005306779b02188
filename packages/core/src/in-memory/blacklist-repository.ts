import type { BlacklistReader, BlacklistRepository } from '../index.js';
import { type Draft, pairKey, type Snapshot } from './store.js';
import { toUser } from './user-repository.js';

export function blacklistReader(store: Snapshot): BlacklistReader {
  return {
    isBlocked: async (owner, target) => store.blacklists.get(pairKey(owner, target))?.active ?? false,
    async list(owner) {
      const targets = [...store.blacklists.values()].filter((row) => row.userId === owner && row.active);
      return targets
        .sort((a, b) => a.friendId - b.friendId)
        .flatMap(({ friendId }) => store.users.get(friendId) ?? [])
        .map(toUser);
    },
  };
}

export function blacklistRepository(draft: Draft): BlacklistRepository {
  const reader = blacklistReader(draft);
  return {
    ...reader,
    async set(userId, friendId, active) {
      if ((await reader.isBlocked(userId, friendId)) === active) return false;
      const row = { userId, friendId, active, version: draft.version() };
      draft.table('blacklists').set(pairKey(userId, friendId), row);
      return true;
    },
  };
}
