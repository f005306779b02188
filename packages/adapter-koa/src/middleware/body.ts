import { koaBody } from 'koa-body';
import type { Context, Middleware } from '../context.js';
import { RequestError } from '../request-error.js';

const limitBytes = 100 * 1024;

const parse = koaBody({
  jsonLimit: limitBytes,
  jsonTypes: ['application/json'],
  text: false,
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
  if (context.request.body === undefined) await read(context);
  await next();
};

async function read(context: Context): Promise<void> {
  try {
    await parse(context as never, async () => {});
  } catch (error) {
    const code = cannotUnpack(error) ? 'body-malformed' : refusals.get(statusOf(error));
    throw code === undefined ? error : new RequestError(code);
  }
}
