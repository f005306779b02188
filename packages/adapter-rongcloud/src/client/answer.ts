import { z } from 'zod';
import { type FailureKind, failure, type Outcome } from './outcome.js';

/** Each service words its errors under another name. */
const wording = z.string().catch('').default('');
const envelope = z.object({ code: z.int(), errorMessage: wording, message: wording, msg: wording });

const ok = 200;
const longestText = 100;

/** Codes that mean more than a refusal. Any other one is judged by the status it came with. */
const kinds = {
  1000: 'broken',
  1001: 'locked-out',
  1004: 'locked-out',
  1006: 'locked-out',
  1008: 'busy',
  1050: 'broken',
} as const satisfies Record<number, FailureKind>;

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Success is what the body says, whatever the status: some errors travel with 200. */
export function judge<T>(schema: z.ZodType<T>, { status, text }: Answered): Outcome<T> {
  const body = parseJson(text);
  const said = envelope.safeParse(body);
  if (!said.success) return failure(unreadable(status), `unreadable answer (HTTP ${status})`);

  const { code, errorMessage, message, msg } = said.data;
  const words = errorMessage || message || msg;
  if (code !== ok) return failure(kindOf(code, status, words), describe(code, words, status));

  const answer = schema.safeParse(body);
  if (answer.success) return { kind: 'done', answer: answer.data };
  const where = answer.error.issues.map(({ path }) => path.join('.')).join(', ');
  return failure('garbled', `unexpected answer: ${where} (HTTP ${status})`);
}

const describe = (code: number, words: string, status: number): string =>
  `${`${code} ${words.slice(0, longestText)}`.trim()} (HTTP ${status})`;

/** An app key that RongCloud does not know is a bad parameter to it, and the words say which. */
const badParameter = 1002;
const isAboutAppKey = /app[-_ ]?key/i;

function kindOf(code: number, status: number, words: string): FailureKind {
  if (code === badParameter && isAboutAppKey.test(words)) return 'locked-out';
  return Object.hasOwn(kinds, code)
    ? kinds[code as keyof typeof kinds]
    : byStatus(status, 'broken', 'refused');
}

const unreadable = (status: number): FailureKind =>
  status < 400 ? 'garbled' : byStatus(status, 'bad-gateway', 'turned-away');

function byStatus(status: number, serverError: FailureKind, otherwise: FailureKind): FailureKind {
  if (status === 429) return 'busy';
  return status >= 500 ? serverError : otherwise;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
