import {
  type BlockChange,
  type ChangeSet,
  type FriendChange,
  groupId,
  type MemberChange,
  type MyGroupChange,
  type Profile,
  type Stamped,
  userId,
} from '@kith/core';
import { toRole, toStatus, toVersion } from '../rows.js';
import type { SectionName } from './sections.js';

/** Rows of a sync as the database hands them over: JSON, as text or read by the driver already. */
export type JsonRows = string | readonly unknown[];
export type JsonSections = Readonly<Record<SectionName, JsonRows>>;

type ProfileValues = readonly [id: number, nickname: string, portraitUri: string];
type Flag = boolean | 0 | 1;

const profileOf = ([id, nickname, portraitUri]: ProfileValues): Profile => ({
  id: userId(id),
  nickname,
  portraitUri,
});

/** @typeParam Values the columns of the section, in their order */
const reading =
  <Values, Row>(toRow: (values: Values) => Row) =>
  (json: JsonRows): Row[] =>
    (typeof json === 'string' ? JSON.parse(json) : json).map(toRow);

type OwnProfile = Profile & Stamped;

export const readRows = {
  profile: reading<readonly [...ProfileValues, version: number], OwnProfile>(([id, name, uri, version]) => ({
    ...profileOf([id, name, uri]),
    version: toVersion(version),
  })),
  blocks: reading<readonly [...ProfileValues, active: Flag, version: number], BlockChange>(
    ([id, name, uri, active, version]) => ({
      user: profileOf([id, name, uri]),
      active: Boolean(active),
      version: toVersion(version),
    }),
  ),
  friends: reading<
    readonly [...ProfileValues, displayName: string, status: number, version: number],
    FriendChange
  >(([id, name, uri, displayName, status, version]) => ({
    user: profileOf([id, name, uri]),
    displayName,
    status: toStatus(status),
    version: toVersion(version),
  })),
  memberships: reading<
    readonly [
      id: number,
      name: string,
      portraitUri: string,
      version: number,
      displayName: string,
      role: number,
      isDeleted: Flag,
    ],
    MyGroupChange
  >(([id, name, portraitUri, version, displayName, role, isDeleted]) => ({
    group: { id: groupId(id), name, portraitUri, version: toVersion(version) },
    displayName,
    role: toRole(role),
    isDeleted: Boolean(isDeleted),
  })),
  members: reading<
    readonly [
      group: number,
      ...ProfileValues,
      displayName: string,
      role: number,
      isDeleted: Flag,
      version: number,
    ],
    MemberChange
  >(([group, id, name, uri, displayName, role, isDeleted, version]) => ({
    groupId: groupId(group),
    user: profileOf([id, name, uri]),
    displayName,
    role: toRole(role),
    isDeleted: Boolean(isDeleted),
    version: toVersion(version),
  })),
};

/** The rows of an answer, without what it says of them. */
export type Rows = Pick<ChangeSet, 'user' | 'blacklist' | 'friends' | 'groups' | 'groupMembers'>;

export const readSections = ({ profile, blocks, friends, memberships, members }: JsonSections): Rows => ({
  user: readRows.profile(profile)[0] ?? null,
  blacklist: readRows.blocks(blocks),
  friends: readRows.friends(friends),
  groups: readRows.memberships(memberships),
  groupMembers: readRows.members(members),
});
