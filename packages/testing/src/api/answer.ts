import { expect } from 'chai';

/** One answer of the server, whole. */
export interface Answer {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly cookies: readonly string[];
  readonly text: string;
}

export const titleOf = ({ method, path, status }: Answer): string => `${method} ${path} -> ${status}`;
export const contentTypeOf = ({ headers }: Answer): string => headers.get('content-type') ?? '';

const isJson = (answer: Answer): boolean => /^application\/(?:problem\+)?json\b/.test(contentTypeOf(answer));
export const bodyOf = (answer: Answer): unknown => (isJson(answer) ? JSON.parse(answer.text) : answer.text);

const leaks =
  /\n\s+at |node_modules|TypeError|ReferenceError|SQLITE|DomainError|Cannot read|is not a function|ZodError/;

/**
 * What holds for every answer: it is private, named and never sniffed; 200 is JSON, 204 and 304 have no body,
 * anything else is text; nothing tells of the inside.
 */
export function checkAnswer(answer: Answer): void {
  const title = titleOf(answer);
  const type = contentTypeOf(answer);
  expect(answer.text, title).not.to.match(leaks);
  expect(answer.headers.get('x-request-id'), title).to.be.a('string').that.is.not.equal('');
  expect(answer.headers.get('x-content-type-options'), title).to.equal('nosniff');
  if (answer.method !== 'OPTIONS') expect(answer.headers.get('cache-control'), title).to.equal('private');
  if (answer.status === 200) {
    expect(type, title).to.equal('application/json; charset=utf-8');
  } else if (answer.status === 204 || answer.status === 304) {
    expect(answer.text, title).to.equal('');
    if (answer.status === 204) expect(type, title).to.equal('');
  } else if (!type.startsWith('application/problem+json')) {
    expect(type, title).to.equal('text/html; charset=utf-8');
  }
}

/** An answer on its way, and what a test says of it. */
export interface Exchange {
  answer(): Promise<Answer>;
  /** 200 `{"code":200}` with exactly this `result`, or without one. */
  succeeds(...expected: [result?: unknown]): Promise<void>;
  /** 200 `{"code":200,"result":…}`. @returns the result */
  result<T>(): Promise<T>;
  /** 200 `{"code":…}` without a result. */
  answersCode(code: number): Promise<void>;
  /** Another status, with a text. */
  refuses(status: number, text: string | RegExp): Promise<void>;
}

interface Envelope {
  readonly code: number;
  readonly result?: unknown;
}

const envelopeKeys = ['code', 'result', 'message'];

/** The `message` of development mode is for people: it is no part of what is compared. */
function envelopeOf(answer: Answer): Envelope {
  expect(answer.status, `${titleOf(answer)}: ${answer.text.slice(0, 200)}`).to.equal(200);
  const { message: _, ...envelope } = JSON.parse(answer.text) as Envelope & { message?: unknown };
  expect(envelopeKeys, titleOf(answer)).to.include.members(Object.keys(envelope));
  return envelope;
}

export function exchange(pending: Promise<Answer>): Exchange {
  return {
    answer: () => pending,
    async succeeds(...expected) {
      const answer = await pending;
      const envelope = expected.length > 0 ? { code: 200, result: expected[0] } : { code: 200 };
      expect(envelopeOf(answer), titleOf(answer)).to.deep.equal(envelope);
    },
    async result<T>() {
      const answer = await pending;
      const { code, result } = envelopeOf(answer);
      expect(code, `${titleOf(answer)}: ${answer.text}`).to.equal(200);
      return result as T;
    },
    async answersCode(code) {
      const answer = await pending;
      expect(envelopeOf(answer), titleOf(answer)).to.deep.equal({ code });
    },
    async refuses(status, text) {
      const answer = await pending;
      expect(answer.status, `${titleOf(answer)}: ${answer.text.slice(0, 200)}`).to.equal(status);
      if (typeof text === 'string') expect(answer.text, titleOf(answer)).to.equal(text);
      else expect(answer.text, titleOf(answer)).to.match(text);
    },
  };
}
