import type { EpochMs, FriendshipReader, FriendshipRepository, Side, SideChange, UserId } from '../index.js';
import { type Draft, type FriendshipRow, pairKey, type Snapshot } from './store.js';
import { toUser } from './user-repository.js';

const toSide = ({ status, displayName, message, updatedAt }: FriendshipRow): Side => ({
  status,
  displayName,
  message,
  updatedAt,
});

export function friendshipReader(store: Snapshot): FriendshipReader {
  const side = (user: UserId, friend: UserId): Side | null => {
    const row = store.friendships.get(pairKey(user, friend));
    return row ? toSide(row) : null;
  };
  const blocks = (owner: UserId, target: UserId) =>
    store.blacklists.get(pairKey(owner, target))?.active ?? false;

  return {
    pair: async (me, them) => ({
      mine: side(me, them),
      theirs: side(them, me),
      iBlockThem: blocks(me, them),
      theyBlockMe: blocks(them, me),
    }),
    async list(me) {
      const mine = [...store.friendships.values()].filter(({ userId }) => userId === me);
      return mine
        .sort((a, b) => a.friendId - b.friendId)
        .flatMap((row) => {
          const user = store.users.get(row.friendId);
          return user ? [{ ...toSide(row), user: toUser(user) }] : [];
        });
    },
  };
}

export function friendshipRepository(draft: Draft): FriendshipRepository {
  const write = (userId: UserId, friendId: UserId, change: SideChange, updatedAt: EpochMs) => {
    const key = pairKey(userId, friendId);
    const { status, displayName = '', message = '' } = { ...draft.friendships.get(key), ...change };
    if (status === undefined) throw new Error('a new side of a friendship needs a status');
    const version = draft.version();
    draft
      .table('friendships')
      .set(key, { userId, friendId, status, displayName, message, updatedAt, version });
  };

  return {
    ...friendshipReader(draft),
    async apply(me, them, { mine, theirs }, at) {
      if (mine) write(me, them, mine, at);
      if (theirs) write(them, me, theirs, at);
    },
  };
}
