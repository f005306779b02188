import { type GroupId, groupId, type Phone, type UseCases, type UserId } from '@kith/core';

/** A command as plain data, which goes from process to process. Each takes of it what it needs. */
export interface Command {
  readonly name: CommandName;
  readonly me: UserId;
  readonly them: UserId;
  readonly others: readonly UserId[];
  readonly group: GroupId;
  /** Makes texts differ. */
  readonly number: number;
}

/** Whom or what a command made. */
export interface Made {
  readonly user?: UserId;
  readonly group?: GroupId;
}

interface Scene {
  readonly kith: UseCases;
  /** Where the codes that were sent arrive. */
  readonly inbox: { lastCode(phone: Phone): string };
}

type Run = (scene: Scene, command: Command) => Promise<unknown>;

const text = ({ number }: Command): string => `text ${number}`;
const portrait = ({ number }: Command): string => `http://example.com/${number}.png`;

export const commands = {
  invite: ({ kith }, c) => kith.inviteFriend(c.me, c.them, text(c)),
  agree: ({ kith }, c) => kith.answerFriendRequest(c.me, 'agree', c.them),
  ignore: ({ kith }, c) => kith.answerFriendRequest(c.me, 'ignore', c.them),
  'delete friend': ({ kith }, c) => kith.deleteFriend(c.me, c.them),
  'call friend': ({ kith }, c) => kith.setFriendDisplayName(c.me, c.them, text(c)),
  async befriend({ kith }, c) {
    await kith.inviteFriend(c.me, c.them, text(c));
    await kith.answerFriendRequest(c.them, 'agree', c.me);
  },
  block: ({ kith }, c) => kith.blockUser(c.me, c.them),
  unblock: ({ kith }, c) => kith.unblockUser(c.me, c.them),
  register: async ({ kith, inbox }, c) => made({ user: await registered({ kith, inbox }, c) }),
  nickname: ({ kith }, c) => kith.setNickname(c.me, text(c)),
  portrait: ({ kith }, c) => kith.setPortraitUri(c.me, portrait(c)),
  async 'create group'({ kith }, c) {
    const { group } = await kith.createGroup(c.me, { name: text(c), members: [c.me, ...c.others] });
    return made({ group: group.id });
  },
  add: ({ kith }, c) => kith.addGroupMembers(c.me, c.group, c.others),
  join: ({ kith }, c) => kith.joinGroup(c.me, c.group),
  kick: ({ kith }, c) => kith.kickGroupMembers(c.me, c.group, c.others),
  quit: ({ kith }, c) => kith.quitGroup(c.me, c.group),
  transfer: ({ kith }, c) => kith.transferGroup(c.me, c.group, c.them),
  dismiss: ({ kith }, c) => kith.dismissGroup(c.me, c.group),
  'rename group': ({ kith }, c) => kith.renameGroup(c.me, c.group, text(c)),
  'group portrait': ({ kith }, c) => kith.setGroupPortrait(c.me, c.group, portrait(c)),
  bulletin: ({ kith }, c) => kith.setGroupBulletin(c.me, c.group, text(c)),
  'call myself': ({ kith }, c) => kith.setGroupDisplayName(c.me, c.group, text(c)),
} as const satisfies Record<string, Run>;

export type CommandName = keyof typeof commands;

/** One that there is not. */
export const noGroup = groupId(4_000_000_000);

const made = (what: Made): Made => what;

async function registered({ kith, inbox }: Scene, { number }: Command): Promise<UserId> {
  const phone = { region: '86', number: `138${String(number).padStart(8, '0')}` };
  await kith.sendCode(phone);
  const verificationToken = await kith.verifyCode(phone, inbox.lastCode(phone));
  return (await kith.register({ nickname: `user ${number}`, password: 'secret1', verificationToken })).user;
}

/** Runs a command; of what it answers only what was made is of interest. */
export async function run(scene: Scene, command: Command): Promise<Made> {
  const answer = await (commands[command.name] as Run)(scene, command);
  return command.name === 'register' || command.name === 'create group' ? (answer as Made) : {};
}
