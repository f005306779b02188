import { type Group, type GroupRole, groupRole, type Member, type UserId } from '@kith/core';
import type { z } from 'zod';
import { iso } from '../../fields.js';
import type { Ids } from '../../http-services.js';
import { presentDates, presentProfile } from '../user/present.js';
import type { addResult, GroupSummary, groupResult, memberResult, myGroupResult } from './schema.js';

const presentSummary = (ids: Ids, group: Group): GroupSummary => ({
  id: ids.encode(group.id),
  name: group.name,
  portraitUri: group.portraitUri,
  creatorId: ids.encode(group.creatorId),
  memberCount: group.memberCount,
  maxMemberCount: group.maxMemberCount,
  // Absent, clients take it that joining needs approval.
  certiStatus: 1,
});

export const presentGroup = (ids: Ids, group: Group): z.input<typeof groupResult> => ({
  ...presentSummary(ids, group),
  bulletin: group.bulletin,
  deletedAt: group.dismissedAt === null ? null : iso(group.dismissedAt),
});

export const presentMyGroup = (
  ids: Ids,
  { role, group }: { readonly role: GroupRole; readonly group: Group },
): z.input<typeof myGroupResult> => ({ role: groupRole[role], group: presentSummary(ids, group) });

/** Clients order the roster by `timestamp`: it stays while other things change. */
export const presentMember = (ids: Ids, member: Member): z.input<typeof memberResult> => ({
  displayName: member.displayName,
  role: groupRole[member.role],
  timestamp: member.joinedAt,
  ...presentDates(member),
  user: presentProfile(ids, member.profile),
});

const memberNow = 1;
export const presentAdded = (ids: Ids, users: readonly UserId[]): z.input<typeof addResult> =>
  users.map((id) => ({ id: ids.encode(id), status: memberNow }));
