import { z } from 'zod';
import { epochMillis, idFields, idText, isoDate, text, textOrEmpty } from '../../fields.js';
import type { Ids } from '../../http-services.js';
import { contactResult, datesResult } from '../user/present.js';

export function friendBodies(ids: Ids) {
  const { userId: friendId } = idFields(ids);
  return {
    friendBody: z.object({ friendId }),
    inviteBody: z.object({
      friendId,
      message: text.meta({ description: '1 to 64 characters once escaped' }),
    }),
    displayNameBody: z.object({
      friendId,
      displayName: textOrEmpty.meta({ description: "Up to 32 characters once escaped; '' clears it" }),
    }),
  };
}

export const inviteResult = z.object({
  action: z
    .enum(['None', 'Added', 'Sent'])
    .meta({ description: 'Sent: they are asked. Added: we are friends now' }),
});

export const friendshipResult = z.object({
  displayName: z.string(),
  message: z.string().meta({ description: "Their request's text to me" }),
  status: z.number().meta({
    enum: [10, 11, 20, 21, 30],
    description: '10 I asked, 11 they asked, 20 friends, 21 I ignored them, 30 I deleted them',
  }),
  updatedAt: isoDate,
  updatedTime: epochMillis,
  user: contactResult,
});

export const friendParams = z.object({ friendId: idText });
export const friendProfileResult = z.object({
  displayName: z.string(),
  user: contactResult.extend(datesResult),
});
