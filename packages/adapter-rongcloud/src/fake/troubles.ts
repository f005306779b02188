import { z } from 'zod';
import { serverApi } from './endpoints/index.js';
import { isRefusalCode, type RefusalCode } from './refusal.js';

const common = {
  /** Of this call only; otherwise of every call. */
  path: z
    .string()
    .refine((path) => serverApi.has(path), 'is no path of the Server API')
    .optional(),
  /** How often; otherwise until it is told to behave. */
  times: z.int().positive().optional(),
  /** How long it waits first, in milliseconds. */
  ms: z.int().nonnegative().optional(),
};
/** Whether the call is carried out all the same; not unless said so. */
const done = z.boolean().optional();

/** What the fake can be told to do wrong. */
export const troubleSchema = z.discriminatedUnion('kind', [
  /** Answers as ever, but after `ms`. */
  z.strictObject({ kind: z.literal('slow'), ...common, ms: z.int().positive() }),
  /** Answers with a code, and its HTTP status or another. */
  z.strictObject({
    kind: z.literal('refuse'),
    ...common,
    code: z.custom<RefusalCode>((code) => typeof code === 'number' && isRefusalCode(code)),
    status: z.int().min(200).max(599).optional(),
  }),
  /** Ends the connection: without having read the call, or with `done` after having done it. */
  z.strictObject({ kind: z.literal('drop'), ...common, done }),
  /** Never answers. */
  z.strictObject({ kind: z.literal('hang'), ...common, done }),
  /**
   * Answers something else than it should: a page of HTML, JSON without a code, a bare `{"code":200}`, half of the JSON,
   * or all of the headers and half of the body before the connection ends.
   */
  z.strictObject({
    kind: z.literal('garbage'),
    ...common,
    as: z.enum(['html', 'no-code', 'bare', 'half', 'cut-off']),
    done,
  }),
]);

export type Trouble = z.output<typeof troubleSchema>;

/** What is asked for and not yet over. What was asked for first comes first. */
export function troubles() {
  const waiting: { trouble: Trouble; left: number }[] = [];

  return {
    ask(trouble: Trouble): void {
      const checked = troubleSchema.parse(trouble);
      waiting.push({ trouble: checked, left: checked.times ?? Number.POSITIVE_INFINITY });
    },
    end(): void {
      waiting.length = 0;
    },
    next(path: string): Trouble | undefined {
      const found = waiting.find(({ trouble }) => trouble.path === undefined || trouble.path === path);
      if (!found) return undefined;
      found.left -= 1;
      if (found.left === 0) waiting.splice(waiting.indexOf(found), 1);
      return found.trouble;
    },
  };
}
