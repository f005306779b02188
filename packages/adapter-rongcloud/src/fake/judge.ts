import type { IncomingMessage } from 'node:http';
import type { Cloud } from './cloud.js';
import { serverApi } from './endpoints/index.js';
import { type Form, parseForm } from './form.js';
import type { rateLimits } from './rate-limits.js';
import { Refusal, type RefusalCode, refusals } from './refusal.js';
import { checkSignature, type SignatureCheck } from './signature.js';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & { readonly code: number };
}

export const refusal = (code: RefusalCode, path: string): Answer => ({
  status: refusals[code].status,
  body: { code, errorMessage: refusals[code].message, url: path },
});

/** Documented for all calls, but the content of a message alone may have more, and be three times as long when encoded. */
const largestBody = (path: string): number => (path.startsWith('/message/') ? 1024 : 100) * 1024;

const headerOf = (request: IncomingMessage) => (name: string) => {
  const value = request.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
};

const checkBody = (request: IncomingMessage, path: string, body: string): void => {
  if (Buffer.byteLength(body) >= largestBody(path)) throw new Refusal(1508);
  if (body === '') return;
  const type = headerOf(request)('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;\s*charset=utf-8\s*)?$/i.test(type))
    throw new Refusal(1002, `Content-Type is ${type || 'missing'}, not application/x-www-form-urlencoded`);
};

export interface Judge {
  readonly cloud: Cloud;
  readonly check: SignatureCheck;
  readonly limits: ReturnType<typeof rateLimits> | undefined;
  readonly now: () => number;
}

/** Looks at a whole call and carries it out if there is nothing to find fault with. */
export function judge(
  request: IncomingMessage,
  path: string,
  body: string,
  { cloud, check, limits, now }: Judge,
): Answer & { readonly form: Form } {
  let form: Form = new Map();
  try {
    const endpoint = serverApi.get(path);
    if (!endpoint) throw new Refusal(404, path);
    if (request.method !== 'POST') throw new Refusal(404, `${request.method} ${path}`);
    checkSignature(headerOf(request), check, now());
    if ((headerOf(request)('X-Request-ID') ?? '').length > 36)
      throw new Refusal(1002, 'X-Request-ID has more than 36 characters');
    checkBody(request, path, body);
    form = parseForm(body);
    limits?.count(endpoint.rate, form, now());
    // A query that needs nothing is sent without a body, by the official SDKs too.
    if (form.size === 0 && !endpoint.takesNothing) throw new Refusal(1003);
    return { status: 200, body: { code: 200, ...cloud.carryOut(path, endpoint, form) }, form };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      status: refusals[error.code].status,
      body: { code: error.code, errorMessage: error.message, url: path },
      form,
    };
  }
}
