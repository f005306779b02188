import type { GroupNotice, ImEvent, StampedEvent } from '@kith/core';
import { expect } from 'chai';
import type { Person } from './kit.js';

/** What tests say of a group (docs/wire/groups.md). */

export interface GroupInfo {
  readonly id: string;
  readonly name: string;
  readonly portraitUri: string;
  readonly memberCount: number;
  readonly maxMemberCount: number;
  readonly creatorId: string;
  readonly certiStatus: number;
  readonly bulletin: string | null;
  readonly deletedAt: string | null;
}

export interface MemberRow {
  readonly displayName: string;
  readonly role: number;
  readonly timestamp: number;
  readonly createdAt: string;
  readonly createdTime: number;
  readonly updatedAt: string;
  readonly updatedTime: number;
  readonly user: { readonly id: string; readonly nickname: string; readonly portraitUri: string };
}

export const infoOf = (reader: Person, group: string): Promise<GroupInfo> =>
  reader.get(`/group/${group}`).result<GroupInfo>();

export const rosterOf = (member: Person, group: string): Promise<MemberRow[]> =>
  member.get(`/group/${group}/members`).result<MemberRow[]>();

/** The roster is these, with these roles, in this order; and the count agrees. */
export async function expectRoster(
  member: Person,
  group: string,
  roles: Readonly<Record<string, number>>,
): Promise<void> {
  const roster = await rosterOf(member, group);
  expect(Object.fromEntries(roster.map(({ user, role }) => [user.nickname, role]))).to.deep.equal(roles);
  expect(roster.map(({ user }) => user.nickname)).to.deep.equal(Object.keys(roles));
  expect((await infoOf(member, group)).memberCount).to.equal(roster.length);
}

export const idsOf = (people: readonly Person[]): string[] => people.map(({ id }) => id);

export const add = (by: Person, group: string, ...users: readonly Person[]) =>
  by.post('/group/add', { groupId: group, memberIds: idsOf(users) });
export const kick = (by: Person, group: string, ...users: readonly Person[]) =>
  by.post('/group/kick', { groupId: group, memberIds: idsOf(users) });
export const join = (who: Person, group: string) => who.post('/group/join', { groupId: group });
export const quit = (who: Person, group: string) => who.post('/group/quit', { groupId: group });
export const dismiss = (by: Person, group: string) => by.post('/group/dismiss', { groupId: group });
export const transfer = (by: Person, group: string, to: Person) =>
  by.post('/group/transfer', { groupId: group, userId: to.id });

/** The events of a group, short: the type, or the operation of a notice. */
export const saidOf = (events: readonly StampedEvent[]): string[] =>
  events.map(({ event }) => (event.type === 'group-notice' ? event.notice.operation : event.type));

export function noticeOf<Operation extends GroupNotice['operation']>(
  events: readonly StampedEvent[],
  operation: Operation,
): Extract<GroupNotice, { operation: Operation }> | undefined {
  const notices = events.flatMap(({ event }: { event: ImEvent }) =>
    event.type === 'group-notice' ? [event.notice] : [],
  );
  return notices.find(
    (notice): notice is Extract<GroupNotice, { operation: Operation }> => notice.operation === operation,
  );
}
