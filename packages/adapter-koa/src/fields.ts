import { type GroupId, groupId, type UserId, userId } from '@kith/core';
import { z } from 'zod';
import { emptyMessage } from './check-fields.js';
import type { Ids } from './http-services.js';

/** The kinds of field that requests and answers are made of (docs/wire/fields.md). */

/** A text that must be there. */
export const text = z.string().min(1);
/** A text that may be ''. */
export const textOrEmpty = z.string();

/** Digits, which clients send as text or as a number. */
const digits = z.union([text, z.number()]).transform(String);

export const phoneFields = {
  region: digits.meta({ description: 'Country calling code, with or without +', examples: ['86'] }),
  phone: digits.meta({ description: 'National number', examples: ['13912345678'] }),
};

const encodedId = 'An encoded id';

/** Ids in requests. One that cannot be read counts as empty; in a list it becomes null. */
export function idFields(ids: Ids) {
  const id = <Id>(brand: (value: number) => Id) =>
    z
      .string(emptyMessage)
      .transform((encoded, context): Id => {
        const decoded = ids.decode(encoded);
        if (decoded !== null) return brand(decoded);
        context.addIssue({ code: 'custom', message: emptyMessage });
        return z.NEVER;
      })
      .meta({ description: encodedId });

  const decodeEach = (list: readonly unknown[]): readonly (UserId | null)[] =>
    list.map((encoded) => {
      const decoded = typeof encoded === 'string' ? ids.decode(encoded) : null;
      return decoded === null ? null : userId(decoded);
    });

  return {
    id: id(Number),
    userId: id<UserId>(userId),
    groupId: id<GroupId>(groupId),
    userIds: z
      .array(z.unknown(), emptyMessage)
      .min(1)
      .transform(decodeEach)
      .meta({ type: 'array', items: { type: 'string', description: encodedId }, minItems: 1 }),
  };
}

/** An id in a path: null when it cannot be read. */
export const readUserId = (ids: Ids, encoded: string): UserId | null => {
  const decoded = ids.decode(encoded);
  return decoded === null ? null : userId(decoded);
};
export const readGroupId = (ids: Ids, encoded: string): GroupId | null => {
  const decoded = ids.decode(encoded);
  return decoded === null ? null : groupId(decoded);
};

/** In answers. */
export const idText = z.string().meta({ description: encodedId, examples: ['kFpN4KiZn'] });
export const isoDate = z.string().meta({
  format: 'date-time',
  description: 'UTC with milliseconds',
  examples: ['2026-01-31T12:00:00.000Z'],
});
export const epochMillis = z.number().meta({ type: 'integer', description: 'ms since 1970' });
export const versionNumber = z
  .number()
  .meta({ type: 'integer', description: 'A point of the version clock' });

export const iso = (ms: number): string => new Date(ms).toISOString();
