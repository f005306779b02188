import type {
  Clock,
  FriendshipStatus,
  Group,
  GroupId,
  Phone,
  UnitOfWork,
  User,
  UserId,
  WriteSession,
} from '@kith/core';

/** As many users as were asked for, so that each can be named. */
export type UsersOf<Count extends number, Made extends User[] = []> = number extends Count
  ? readonly User[]
  : Made['length'] extends Count
    ? Made
    : UsersOf<Count, [...Made, User]>;

export interface Builders {
  /** A mobile number that nobody has yet. */
  phone(): Phone;
  user(nickname?: string): Promise<User>;
  users<Count extends number>(count: Count): Promise<UsersOf<Count>>;
  /** My side first. Without statuses they are friends. */
  friendship(
    me: UserId,
    them: UserId,
    statuses?: readonly [FriendshipStatus, FriendshipStatus],
  ): Promise<void>;
  block(owner: UserId, target: UserId): Promise<void>;
  /** A group with its creator and other members in it. */
  group(creator: UserId, members?: readonly UserId[], name?: string): Promise<Group>;
  join(group: GroupId, ...users: UserId[]): Promise<void>;
  leave(group: GroupId, ...users: UserId[]): Promise<void>;
}

export const maxMemberCount = 500;

/** Puts a store into a given state, through its repositories, without the rules of the use cases. */
export function builders(unitOfWork: UnitOfWork, clock: Clock): Builders {
  let phones = 0;
  const phone = (): Phone => {
    phones += 1;
    return { region: '86', number: `139${String(phones).padStart(8, '0')}` };
  };
  const write = <T>(work: (session: WriteSession) => Promise<T>) => unitOfWork.write(work);
  const user = async (nickname?: string): Promise<User> => {
    const its = phone();
    const name = nickname ?? `user ${phones}`;
    return write(({ users }) =>
      users.add({ phone: its, nickname: name, passwordHash: `hash of ${name}`, at: clock.now() }),
    );
  };

  return {
    phone,
    user,
    async users<Count extends number>(count: Count) {
      const made: User[] = [];
      while (made.length < count) made.push(await user());
      return made as readonly User[] as UsersOf<Count>;
    },
    friendship: (me, them, [mine, theirs] = ['agreed', 'agreed']) =>
      write(async (session) => {
        await session.lockUsers([me, them]);
        await session.friendships.apply(
          me,
          them,
          { mine: { status: mine }, theirs: { status: theirs } },
          clock.now(),
        );
      }),
    block: (owner, target) =>
      write(async (session) => {
        await session.lockUsers([owner, target]);
        await session.blacklist.set(owner, target, true, clock.now());
      }),
    group: (creator, members = [], name = 'a group') =>
      write(async ({ groups }) => {
        const at = clock.now();
        const { id } = await groups.add({ name, creatorId: creator, maxMemberCount, at });
        await groups.join(id, [creator], 'creator', at);
        await groups.join(id, members, 'member', at);
        const group = await groups.find(id);
        if (!group) throw new Error('a group that was made is found');
        return group;
      }),
    join: (group, ...users) =>
      write(async (session) => {
        await session.lockGroup(group);
        await session.groups.join(group, users, 'member', clock.now());
      }),
    leave: (group, ...users) =>
      write(async (session) => {
        await session.lockGroup(group);
        await session.groups.leave(group, users, clock.now());
      }),
  };
}
