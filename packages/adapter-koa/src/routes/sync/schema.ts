import { z } from 'zod';
import { idText, versionNumber } from '../../fields.js';
import { profileResult } from '../user/present.js';

export const syncParams = z.object({
  version: z.string().meta({ description: 'The version of the answer before, 0 at first', examples: ['0'] }),
});

const mostRows = 10_000;

export const syncQuery = z.object({
  era: z.string().optional().meta({ description: 'The era of the answer before' }),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number)
    .refine((rows) => rows <= mostRows)
    .meta({
      type: 'integer',
      minimum: 1,
      maximum: mostRows,
      description: 'How many rows are enough; the era of the answer before belongs to it',
    })
    .optional(),
});

const member = {
  groupId: idText,
  displayName: z.string(),
  role: z.number().meta({ enum: [0, 1] }),
  isDeleted: z.boolean(),
};

export const syncResult = z.object({
  version: versionNumber.meta({ description: 'Ask with this next time' }),
  era: versionNumber.meta({ description: 'Names the past that the version belongs to' }),
  reset: z
    .literal(true)
    .optional()
    .meta({ description: 'Forget everything: this is the whole, tombstones included' }),
  hasMore: z.literal(true).optional().meta({ description: 'Rows are left: ask on at once' }),
  user: profileResult.extend({ timestamp: versionNumber }).nullable(),
  blacklist: z.array(
    z.object({
      friendId: idText,
      status: z.boolean().meta({ description: 'false: the block was lifted' }),
      timestamp: versionNumber,
      user: profileResult,
    }),
  ),
  friends: z.array(
    z.object({
      friendId: idText,
      displayName: z.string(),
      status: z.number().meta({ enum: [10, 11, 20, 21, 30], description: '30: no friend any more' }),
      timestamp: versionNumber,
      user: profileResult,
    }),
  ),
  groups: z.array(
    z.object({
      ...member,
      group: z.object({
        id: idText,
        name: z.string(),
        portraitUri: z.string(),
        timestamp: versionNumber,
      }),
    }),
  ),
  group_members: z.array(
    z.object({ ...member, memberId: idText, timestamp: versionNumber, user: profileResult }),
  ),
});
