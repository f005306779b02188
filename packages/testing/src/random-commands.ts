import { type GroupId, groupId, isDomainError, type UseCases, type UserId } from '@kith/core';
import fc from 'fast-check';

/** Who and what random commands are about. Grows while they run. */
export interface Cast {
  readonly users: UserId[];
  readonly groups: GroupId[];
  /** Makes one more user. */
  signUp(nickname: string): Promise<UserId>;
}

interface Scene {
  readonly kith: UseCases;
  readonly cast: Cast;
  readonly me: UserId;
  readonly them: UserId;
  readonly others: readonly UserId[];
  readonly group: GroupId;
  readonly text: string;
}

export const maxUsers = 5;

const friendCommands = {
  invite: ({ kith, me, them, text }: Scene) => kith.inviteFriend(me, them, text),
  agree: ({ kith, me, them }: Scene) => kith.answerFriendRequest(me, 'agree', them),
  ignore: ({ kith, me, them }: Scene) => kith.answerFriendRequest(me, 'ignore', them),
  delete: ({ kith, me, them }: Scene) => kith.deleteFriend(me, them),
  async befriend({ kith, me, them, text }: Scene) {
    await kith.inviteFriend(me, them, text);
    await kith.answerFriendRequest(them, 'agree', me);
  },
  'call friend': ({ kith, me, them, text }: Scene) => kith.setFriendDisplayName(me, them, text),
  block: ({ kith, me, them }: Scene) => kith.blockUser(me, them),
  unblock: ({ kith, me, them }: Scene) => kith.unblockUser(me, them),
} as const;

const profileCommands = {
  async register({ cast, text }: Scene) {
    if (cast.users.length < maxUsers) cast.users.push(await cast.signUp(text));
  },
  nickname: ({ kith, me, text }: Scene) => kith.setNickname(me, text),
  portrait: ({ kith, me, text }: Scene) => kith.setPortraitUri(me, portraitOf(text)),
} as const;

const groupCommands = {
  async 'create group'({ kith, cast, me, others, text }: Scene) {
    const { group } = await kith.createGroup(me, { name: text, members: [me, ...others] });
    cast.groups.push(group.id);
  },
  add: ({ kith, me, group, others }: Scene) => kith.addGroupMembers(me, group, others),
  join: ({ kith, me, group }: Scene) => kith.joinGroup(me, group),
  kick: ({ kith, me, group, others }: Scene) => kith.kickGroupMembers(me, group, others),
  quit: ({ kith, me, group }: Scene) => kith.quitGroup(me, group),
  transfer: ({ kith, me, group, them }: Scene) => kith.transferGroup(me, group, them),
  dismiss: ({ kith, me, group }: Scene) => kith.dismissGroup(me, group),
  'rename group': ({ kith, me, group, text }: Scene) => kith.renameGroup(me, group, text),
  'group portrait': ({ kith, me, group, text }: Scene) => kith.setGroupPortrait(me, group, portraitOf(text)),
  bulletin: ({ kith, me, group, text }: Scene) => kith.setGroupBulletin(me, group, text),
  'call myself': ({ kith, me, group, text }: Scene) => kith.setGroupDisplayName(me, group, text),
} as const;

const commands: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  ...friendCommands,
  ...profileCommands,
  ...groupCommands,
};

/** A command as plain data, so that a failing run can be read and shrunk. Users and groups are counted round. */
export interface RandomCommand {
  readonly command: string;
  readonly me: number;
  readonly them: number;
  readonly others: readonly number[];
  readonly group: number;
  readonly text: string;
}

const areas = {
  friends: Object.keys(friendCommands),
  profiles: Object.keys(profileCommands),
  groups: Object.keys(groupCommands),
} as const;

/** A command of one of the areas, each area as likely as another. */
export const randomCommand = (...of: (keyof typeof areas)[]): fc.Arbitrary<RandomCommand> =>
  fc.record({
    command: fc.oneof(...of.map((area) => fc.constantFrom(...areas[area]))),
    me: fc.nat(maxUsers - 1),
    them: fc.nat(maxUsers - 1),
    others: fc.array(fc.nat(maxUsers - 1), { minLength: 1, maxLength: 3 }),
    group: fc.nat(3),
    text: fc.constantFrom('Ann', 'Ben', '😀😀', '<b>', 'walkers'),
  });

/** Runs a command. One that the rules refuse is a command too: it changes nothing. */
export async function run(kith: UseCases, cast: Cast, command: RandomCommand): Promise<void> {
  const user = (index: number) => nth(cast.users, index);
  const act = commands[command.command];
  try {
    await act?.({
      kith,
      cast,
      me: user(command.me),
      them: user(command.them),
      others: command.others.map(user),
      group: cast.groups.length > 0 ? nth(cast.groups, command.group) : groupId(1),
      text: command.text,
    });
  } catch (error) {
    if (!isDomainError(error)) throw error;
  }
}

export function nth<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

const portraitOf = (text: string): string => `http://example.com/${encodeURIComponent(text)}.png`;
