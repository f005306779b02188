import { koaBody } from 'koa-body';
import type { Context, Middleware } from '../context.js';
import { RequestError } from '../request-error.js';

const limitBytes = 100 * 1024;
const rawLimitBytes = 1024 * 1024;

const parse = koaBody({
  jsonLimit: limitBytes,
  jsonTypes: ['application/json'],
  text: false,
  urlencoded: false,
  multipart: false,
});

const parseRaw = koaBody({
  text: true,
  textTypes: ['*/*'],
  textLimit: rawLimitBytes,
  json: false,
  urlencoded: false,
  multipart: false,
});

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;

const refusals = new Map<unknown, RequestError['code']>([
  [400, 'body-malformed'],
  [413, 'body-too-large'],
  [415, 'body-encoding-unknown'],
]);

/** zlib's codes: a body that says it is packed and is not. */
const cannotUnpack = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

/** Reads a JSON body of up to 100 kB; any other kind counts as none. */
export const body: Middleware = async (context, next) => {
  // A host application may have read it already; a stream cannot be read twice.
  if (context.request.body === undefined) await read(context, parse);
  await next();
};

/** Reads a body of any type as text, up to 1 MiB. */
export const rawBody: Middleware = async (context, next) => {
  const given: unknown = 'rawBody' in context.request ? context.request.rawBody : undefined;
  // What reads bodies in a host application keeps the text under this name, if it does.
  if (typeof given === 'string') context.request.body = given;
  else await read(context, parseRaw);
  await next();
};

async function read(context: Context, reader: typeof parse): Promise<void> {
  try {
    await reader(context as never, async () => {});
  } catch (error) {
    const code = cannotUnpack(error) ? 'body-malformed' : refusals.get(statusOf(error));
    throw code === undefined ? error : new RequestError(code);
  }
}
