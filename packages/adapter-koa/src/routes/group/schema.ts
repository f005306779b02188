import { z } from 'zod';
import { epochMillis, idFields, idText, isoDate, text, textOrEmpty } from '../../fields.js';
import type { Ids } from '../../http-services.js';
import { datesResult, profileResult } from '../user/present.js';

export function groupBodies(ids: Ids) {
  const { groupId, userId, userIds: memberIds } = idFields(ids);
  const name = text.meta({ description: '2 to 32 characters once escaped' });
  return {
    createBody: z.object({ name, memberIds }),
    groupBody: z.object({ groupId }),
    membersBody: z.object({ groupId, memberIds }),
    transferBody: z.object({ groupId, userId }),
    renameBody: z.object({ groupId, name }),
    portraitBody: z.object({
      groupId,
      portraitUri: text.meta({ description: 'http or https address, 12 to 256 characters' }),
    }),
    bulletinBody: z.object({
      groupId,
      bulletin: textOrEmpty.meta({ description: "Up to 1024 characters once escaped; '' clears it" }),
    }),
    displayNameBody: z.object({
      groupId,
      displayName: textOrEmpty.meta({ description: "Up to 32 characters once escaped; '' clears it" }),
    }),
  };
}

const userStatus = z.object({
  id: idText,
  status: z.number().meta({ enum: [1], description: '1: is a member now' }),
});
export const createResult = z.object({ id: idText, userStatus: z.array(userStatus) });
export const addResult = z.array(userStatus);

const summary = z.object({
  id: idText,
  name: z.string(),
  portraitUri: z.string(),
  creatorId: idText,
  memberCount: z.number().meta({ type: 'integer' }),
  maxMemberCount: z.number().meta({ type: 'integer' }),
  certiStatus: z.number().meta({ enum: [1], description: '1: joining needs no approval' }),
});

const role = z.number().meta({ enum: [0, 1], description: '0 creator, 1 member' });

export const groupParams = z.object({ id: idText });
export const groupResult = summary.extend({ bulletin: z.string().nullable(), deletedAt: isoDate.nullable() });
export const myGroupResult = z.object({ role, group: summary });
export const memberResult = z.object({
  displayName: z.string(),
  role,
  timestamp: epochMillis.meta({ description: 'When the present stay began, ms since 1970' }),
  ...datesResult,
  user: profileResult,
});
export type GroupSummary = z.input<typeof summary>;
