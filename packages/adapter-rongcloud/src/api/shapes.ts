import { z } from 'zod';

/** A user in a list: their id alone, or an object that has it under one of two names. */
export const listedUser = z.union([
  z.string(),
  z.object({ id: z.string() }).transform(({ id }) => id),
  z.object({ userId: z.string() }).transform(({ userId }) => userId),
]);

/** A flag as a number, or as the text of one. */
export const flag = z.union([
  z.literal([0, '0']).transform(() => false),
  z.literal([1, '1']).transform(() => true),
]);
