import type { SignedIn } from '@kith/core';
import type Koa from 'koa';
import type { Endpoint } from './endpoint.js';

/** What the middlewares tell each other about one request. */
interface RequestState {
  readonly requestId: string;
  endpoint?: Endpoint;
  /** Its name. */
  webhook?: string;
  signedIn?: SignedIn;
  /** The fields of the body, once they are checked. */
  body?: unknown;
}

export interface State {
  kith: RequestState;
}

export type Context = Koa.ParameterizedContext<State>;
export type Middleware = (context: Context, next: Koa.Next) => Promise<void>;

/** The fields of the body; none when there was no JSON object. */
export function bodyFields(context: Context): Readonly<Record<string, unknown>> {
  const body: unknown = context.request.body;
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}
