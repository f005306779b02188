import { z } from 'zod';

/** One call of the Server API. */
export interface Endpoint<T> {
  readonly path: string;
  /** What a success has, beside its code. More does not matter. */
  readonly answer: z.ZodType<T>;
  /** Twice is as good as once. */
  readonly repeatable: boolean;
}

export const query = <T>(path: string, answer: z.ZodType<T>): Endpoint<T> => ({
  path,
  answer,
  repeatable: true,
});

/** Says what shall be: said again, it changes nothing. */
export const command = (path: string): Endpoint<unknown> => query(path, z.unknown());

/** Said again, it would arrive again: RongCloud has no way to tell that it is the same. */
export const publication = (path: string): Endpoint<unknown> => ({
  path,
  answer: z.unknown(),
  repeatable: false,
});
