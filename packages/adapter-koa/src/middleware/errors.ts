import { isDomainError } from '@kith/core';
import type { Context, Middleware } from '../context.js';
import { bodyFields } from '../context.js';
import { type ErrorCode, errorsOf, httpErrorOf, isErrorCode } from '../endpoint.js';
import { fillIn, type HttpError } from '../http-error.js';
import type { Ids } from '../http-services.js';
import type { HttpOptions } from '../options.js';
import { answerError } from '../reply.js';
import { RequestError } from '../request-error.js';

type Options = Pick<HttpOptions, 'mode' | 'onError'>;

/** The one place where errors become answers. What nobody foresaw is reported, and answered without its text. */
export const errors =
  (idCodec: Ids, { mode, onError }: Options): Middleware =>
  async (context, next) => {
    try {
      await next();
    } catch (error) {
      const { code, data } = recognise(error);
      if (code === 'unexpected') onError?.(error);
      else if (mode === 'development' && !isDeclared(code, context))
        onError?.(undeclared(code, context, error));
      const httpError = httpErrorOf(code, context.state.kith.endpoint);
      const text = fillIn(httpError.text, { ...textFields(context), ...wireValues(data, idCodec) });
      answerError(context, { ...withRetryAfter(httpError, data), text }, { code, data, mode });
    }
  };

interface Recognised {
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;
}

function recognise(error: unknown): Recognised {
  if (error instanceof RequestError || (isDomainError(error) && isErrorCode(error.code)))
    return { code: error.code, data: { ...error.data } };
  return { code: 'unexpected', data: {} };
}

const isDeclared = (code: ErrorCode, { state: { kith } }: Context): boolean =>
  kith.endpoint === undefined || errorsOf(kith.endpoint).has(code);

const undeclared = (code: ErrorCode, { state }: Context, cause: unknown): Error =>
  new Error(`${state.kith.endpoint?.path ?? 'no route'} does not declare the error ${code}`, { cause });

/** Texts may repeat what the client sent. */
const textFields = (context: Context): Record<string, string> =>
  Object.fromEntries(
    Object.entries(bodyFields(context)).filter(
      (field): field is [string, string] => typeof field[1] === 'string',
    ),
  );

/** Ids never leave bare. */
const wireValues = (data: Recognised['data'], idCodec: Ids): Record<string, string> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      name === 'user' && typeof value === 'number' ? idCodec.encode(value) : String(value),
    ]),
  );

function withRetryAfter(error: HttpError, { retryAfterMs }: Recognised['data']): HttpError {
  return typeof retryAfterMs === 'number'
    ? { ...error, retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }
    : error;
}
