import {
  type ChangeSet,
  type GroupId,
  groupId,
  noVersion,
  type Services,
  type SyncPosition,
  sessionId,
  type UserId,
  userId,
} from '@kith/core';
import { firstUserOf, phoneOf, type Size } from './size.js';

/** Whose password it is, in a seeded network. */
export const password = 'secret1';

/** Who does what is asked for in a seeded network, and to whom. */
export interface Cast {
  /** Somebody like most. */
  readonly me: UserId;
  readonly friend: UserId;
  readonly stranger: UserId;
  /** How many rows a sync of everything has for me. */
  readonly everything: number;
  /** In how many rows others, and my groups, show my profile. */
  readonly shownIn: number;
  readonly ownGroup: GroupId;
  readonly usual: GroupId;
  readonly smallest: GroupId;
  readonly largest: GroupId;
  /** Of the largest group. */
  readonly founder: UserId;
  /** Somebody of the largest group. */
  readonly busy: UserId;
  /** What they have seen. */
  readonly since: ReadonlyMap<UserId, SyncPosition>;
}

/** @param user who they are, if not a certain one */
export async function castOf(kith: Services, size: Size, user = Math.round(size.users / 3)): Promise<Cast> {
  const me = userId(user);
  const [usual, smallest, largest] = [groupId(size.groups - 1), groupId(size.groups), groupId(1)];
  const founder = userId(firstUserOf(largest, size));
  const busy = userId(founder + 3);
  const apart = (steps: number) => userId(1 + ((me - 1 + 997 * steps) % size.users));
  const [friend, stranger] = [apart(1), apart(size.friendsEach)];
  const { group: ownGroup } = await kith.createGroup(me, { name: 'own', members: [me, friend] });
  const since = new Map<UserId, SyncPosition>();
  for (const each of [me, busy]) since.set(each, await positionOf(kith, each));
  const everything = rowsIn(await kith.pullChanges(me, fromNothing));
  const shownIn = 2 * size.friendsEach + usualGroups;
  return {
    me,
    friend,
    stranger,
    everything,
    shownIn,
    ownGroup: ownGroup.id,
    usual,
    smallest,
    largest,
    founder,
    busy,
    since,
  };
}

/** @returns how many rows it is about: those of the answer, those that it changes, in a sync those of the user's groups */
type Request = (kith: Services, cast: Cast) => Promise<number>;

const read =
  <Answer>(ask: (kith: Services, cast: Cast) => Promise<Answer>, rows: (answer: Answer) => number): Request =>
  async (kith, cast) =>
    rows(await ask(kith, cast));

const command =
  (run: (kith: Services, cast: Cast) => Promise<unknown>, rows: (cast: Cast) => number): Request =>
  async (kith, cast) => {
    await run(kith, cast);
    return rows(cast);
  };

const sync =
  (who: 'me' | 'busy', from: 'everything' | 'what they have seen'): Request =>
  async (kith, cast) => {
    const position = from === 'everything' ? fromNothing : cast.since.get(cast[who]);
    const answer = await kith.pullChanges(cast[who], position ?? fromNothing);
    return rowsIn(answer) + usualGroups;
  };

const fromNothing: SyncPosition = { since: noVersion, era: null };
/** How many groups somebody is in; a few have some more. */
const usualGroups = 15;
const few = () => 3;

/** What clients ask for often. In this order: one is about what an earlier one did. */
export const requests: Readonly<Record<string, Request>> = {
  'the session of a request': read(
    ({ authenticate }, { me }) => authenticate(sessionId(`session of ${me}`)),
    few,
  ),
  'a login': command(({ logIn }, { me }) => logIn({ region: '86', number: phoneOf(me) }, password), few),
  'a sync of everything': sync('me', 'everything'),
  'a sync of everything, of the largest group too': sync('busy', 'everything'),
  'a sync of nothing new': sync('me', 'what they have seen'),
  'a sync of nothing new, of the largest group too': sync('busy', 'what they have seen'),
  // To find its end, it looks at the versions of all that is news.
  'a page of a sync': command(
    ({ pullChanges }, { me }) => pullChanges(me, fromNothing, { limit: 50 }),
    ({ everything }) => everything,
  ),
  'the list of friends': read(({ listFriendships }, { me }) => listFriendships(me), lengthOf),
  'the list of groups': read(({ listMyGroups }, { me }) => listMyGroups(me), lengthOf),
  'a roster': read(
    async ({ listGroupMembers, getGroup }, { usual }) =>
      listGroupMembers((await getGroup(usual)).creatorId, usual),
    lengthOf,
  ),
  'a user by phone': command(
    ({ findUserByPhone }, { friend }) => findUserByPhone({ region: '86', number: phoneOf(friend) }),
    few,
  ),
  'a name for a friend': command(
    ({ setFriendDisplayName }, { me, friend }) => setFriendDisplayName(me, friend, 'pal'),
    few,
  ),
  'a sync of one change': sync('me', 'what they have seen'),
  'an invitation': command(({ inviteFriend }, { me, stranger }) => inviteFriend(me, stranger, 'hello'), few),
  'an answer to it': command(
    ({ answerFriendRequest }, { me, stranger }) => answerFriendRequest(stranger, 'agree', me),
    few,
  ),
  'the end of a friendship': command(({ deleteFriend }, { me, stranger }) => deleteFriend(me, stranger), few),
  'a block': command(({ blockUser }, { me, stranger }) => blockUser(me, stranger), few),
  'the end of a block': command(({ unblockUser }, { me, stranger }) => unblockUser(me, stranger), few),
  'a new group': command(
    ({ createGroup }, { me, friend }) => createGroup(me, { name: 'new', members: [me, friend] }),
    few,
  ),
  'joining the smallest group': command(({ joinGroup }, { me, smallest }) => joinGroup(me, smallest), few),
  'leaving the smallest group': command(({ quitGroup }, { me, smallest }) => quitGroup(me, smallest), few),
  'joining the largest group': command(({ joinGroup }, { me, largest }) => joinGroup(me, largest), few),
  'leaving the largest group': command(({ quitGroup }, { me, largest }) => quitGroup(me, largest), few),
  'adding to a group': command(
    ({ addGroupMembers }, { me, ownGroup, stranger }) => addGroupMembers(me, ownGroup, [stranger]),
    few,
  ),
  'removing from it': command(
    ({ kickGroupMembers }, { me, ownGroup, stranger }) => kickGroupMembers(me, ownGroup, [stranger]),
    few,
  ),
  'renaming the smallest group': command(renaming('smallest'), few),
  'renaming the largest group': command(renaming('largest'), few),
  'a bulletin': command(
    ({ setGroupBulletin }, { me, ownGroup }) => setGroupBulletin(me, ownGroup, 'news'),
    few,
  ),
  "one's name in a group": command(
    ({ setGroupDisplayName }, { busy, largest }) => setGroupDisplayName(busy, largest, 'me'),
    few,
  ),
  'the founder leaves the largest group': command(
    ({ quitGroup }, { founder, largest }) => quitGroup(founder, largest),
    few,
  ),
  // Everybody who sees it has a row of their own; so has every group.
  'a new nickname': command(
    ({ setNickname }, { me }) => setNickname(me, 'new'),
    ({ shownIn }) => shownIn,
  ),
  'a pass of the relay': command(
    ({ deliverOutbox }) => deliverOutbox(),
    () => 2 * claimed,
  ),
};

/** So many a relay takes at once; it writes to each two times. */
const claimed = 50;

function renaming(which: 'smallest' | 'largest') {
  return async ({ renameGroup, getGroup }: Services, cast: Cast): Promise<void> => {
    const { creatorId } = await getGroup(cast[which]);
    await renameGroup(creatorId, cast[which], 'another');
  };
}

async function positionOf({ pullChanges }: Services, user: UserId): Promise<SyncPosition> {
  const { version, era } = await pullChanges(user, fromNothing);
  return { since: version, era };
}

function lengthOf({ length }: readonly unknown[]): number {
  return length;
}

function rowsIn({ user, blacklist, friends, groups, groupMembers }: ChangeSet): number {
  return (user ? 1 : 0) + blacklist.length + friends.length + groups.length + groupMembers.length;
}
