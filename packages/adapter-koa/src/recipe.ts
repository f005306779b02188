import { DomainError, type SignedIn } from '@kith/core';
import { checkFields } from './check-fields.js';
import { bodyFields, type Context, type Middleware } from './context.js';
import type { Endpoint } from './endpoint.js';
import { answerBare, answerResult, answerWritten } from './reply.js';
import { WrittenEnvelope } from './written-envelope.js';

/** What serving an endpoint takes, in order. `guards` let nobody pass who may not. */
export const recipe = (endpoint: Endpoint, guards: readonly Middleware[]): readonly Middleware[] => [
  found(endpoint),
  ...guards,
  checkBody(endpoint),
  answer(endpoint),
];

const found =
  (endpoint: Endpoint): Middleware =>
  async (context, next) => {
    context.state.kith.endpoint = endpoint;
    await next();
  };

const checkBody =
  ({ body }: Endpoint): Middleware =>
  async (context, next) => {
    if (body) context.state.kith.body = checkFields(body, bodyFields(context));
    await next();
  };

const answer =
  (endpoint: Endpoint): Middleware =>
  async (context) => {
    const result = await endpoint.handle({
      me: callerOf(endpoint, context),
      body: context.state.kith.body,
      params: endpoint.params && checkFields(endpoint.params, paramsOf(context)),
      query: endpoint.query && checkFields(endpoint.query, context.query),
      context,
    });
    if (result instanceof WrittenEnvelope) answerWritten(context, result);
    else if (endpoint.bare) answerBare(context, result);
    else answerResult(context, result);
  };

/**
 * Paths are open whatever the method, so that GET of an open POST falls to `/user/:id` with nobody signed in.
 * No user is called like a route.
 */
function callerOf({ open }: Endpoint, { state }: Context): SignedIn | null {
  const { signedIn = null } = state.kith;
  if (!open && signedIn === null) throw new DomainError('user-unknown');
  return signedIn;
}

const paramsOf = (context: Context): Readonly<Record<string, unknown>> =>
  'params' in context ? context.params : {};
