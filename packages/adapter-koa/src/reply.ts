import { Readable, Transform } from 'node:stream';
import type { Context } from './context.js';
import type { ErrorCode } from './endpoint.js';
import type { HttpError } from './http-error.js';
import type { WrittenEnvelope } from './written-envelope.js';

const jsonType = 'application/json; charset=utf-8';
const textType = 'text/html; charset=utf-8';
const problemType = 'application/problem+json';

function answerJson(context: Context, value: unknown, type = jsonType): void {
  context.body = JSON.stringify(value);
  context.set('Content-Type', type);
}

export function answerWritten(context: Context, { text }: WrittenEnvelope): void {
  context.body = text;
  context.set('Content-Type', jsonType);
  // The client must not take for an answer what breaks off; what it is packed with would not hear of it.
  if (text instanceof Readable)
    text.once('error', (error) => {
      if (context.body !== text && context.body instanceof Transform) context.body.destroy(error);
    });
}

/** The envelope; what is null or undefined is left out. */
export const answerResult = (context: Context, result: unknown): void =>
  answerJson(context, { code: 200, result: result ?? undefined });

/** Without envelope. */
export function answerBare(context: Context, value: unknown): void {
  if (value === undefined) context.status = 204;
  else answerJson(context, value);
}

interface ErrorDetails {
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;
  readonly mode: 'development' | 'production';
}

/** A code, a text, or an RFC 9457 object for those who ask for it. */
export function answerError(context: Context, error: HttpError, { code, data, mode }: ErrorDetails): void {
  if (error.retryAfterSeconds !== undefined) context.set('Retry-After', String(error.retryAfterSeconds));
  if (wantsProblem(context)) {
    context.status = error.status;
    answerJson(context, problem(error, code, data), problemType);
  } else if ('code' in error) {
    context.status = 200;
    answerJson(context, { code: error.code, ...(mode === 'development' ? { message: error.text } : {}) });
  } else {
    context.status = error.status;
    context.set('Content-Type', textType);
    context.body = error.text;
  }
}

const wantsProblem = (context: Context): boolean => context.accepts('text/html', problemType) === problemType;

const problem = (error: HttpError, code: ErrorCode, { field }: ErrorDetails['data']): object => ({
  type: `urn:kith:error:${code}`,
  title: error.text,
  status: error.status,
  ...('code' in error ? { code: error.code } : {}),
  ...(field === undefined ? {} : { field }),
});
