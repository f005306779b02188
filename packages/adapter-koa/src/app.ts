import Router from '@koa/router';
import Koa from 'koa';
import compose from 'koa-compose';
import type { Context, Middleware, State } from './context.js';
import type { Endpoint } from './endpoint.js';
import type { HttpServices } from './http-services.js';
import { accessLog } from './middleware/access-log.js';
import { addressLimit } from './middleware/address-limit.js';
import { body } from './middleware/body.js';
import { compression } from './middleware/compression.js';
import { conditional } from './middleware/conditional.js';
import { cors } from './middleware/cors.js';
import { errors } from './middleware/errors.js';
import { privateCache } from './middleware/private-cache.js';
import { requestId } from './middleware/request-id.js';
import { securityHeaders } from './middleware/security-headers.js';
import { session } from './middleware/session.js';
import { webhooks } from './middleware/webhooks.js';
import type { HttpOptions } from './options.js';
import { recipe } from './recipe.js';
import { RequestError } from './request-error.js';
import { allEndpoints } from './routes/index.js';
import { sessionCookie } from './session-cookie.js';
import { sessionTokens } from './session-token.js';

/** A Koa application that is Kith's HTTP interface and nothing else. */
export function kithApp(services: HttpServices, options: HttpOptions): Koa {
  // Of the addresses in X-Forwarded-For only the last is the proxy's word; those before it are the client's.
  const app = new Koa({ proxy: options.trustProxy ?? false, maxIpsCount: 1 });
  // What no middleware caught. Koa would print it if nobody listened.
  // Of a body that breaks off it tells twice.
  const told = new WeakSet<Error>();
  app.on('error', (error: Error) => {
    if (!isClientGone(error) && !told.has(error)) options.onError?.(error);
    told.add(error);
  });
  const { middleware } = assemble(services, options);
  return app.use(middleware as Koa.Middleware);
}

const goneCodes = new Set<unknown>(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE']);
const isClientGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && goneCodes.has(error.code);

/** Kith's HTTP interface as part of another Koa application: what is not one of its paths goes on to `next`. */
export function kithMiddleware(services: HttpServices, options: HttpOptions): Koa.Middleware {
  const { middleware, knows } = assemble(services, options);
  return (context, next) => (knows(context.path) ? middleware(context as Context, next) : next());
}

function assemble(services: HttpServices, options: HttpOptions) {
  const { authenticate, clock, idCodec, random, rateLimiter } = services;
  const { corsOrigins, log, cookie: cookieOptions, webhooks: hooks = [] } = options;
  const tokens = sessionTokens(options.authKeys);
  const cookie = sessionCookie(cookieOptions, tokens, {
    crossSite: corsOrigins.length > 0,
    now: () => clock.now(),
  });
  const endpoints = allEndpoints(services, {
    ...options,
    sessionCookie: cookie,
    cookieName: cookieOptions.name,
  });
  const signedIn = session({ authenticate, tokens, cookie, corsOrigins, openPaths: openPathsOf(endpoints) });
  const { addressLimits: limits } = options;
  const limitOf = (endpoint: Endpoint): readonly Middleware[] =>
    limits ? [addressLimit(endpoint, { rateLimiter, limits })] : [];
  const router = routerOf(endpoints, (endpoint) => recipe(endpoint, [...limitOf(endpoint), signedIn]));

  const answerErrors = errors(idCodec, options);

  const middleware: Middleware = compose<Context>([
    requestId(random),
    ...(log ? [accessLog(log, { clock, idCodec })] : []),
    securityHeaders(cookieOptions),
    webhooks(hooks, answerErrors),
    ...cors(corsOrigins),
    privateCache,
    compression(),
    ...conditional(),
    answerErrors,
    body,
    router.routes() as Middleware,
    signedIn,
    unknownPath,
  ]);
  const isHook = (path: string) => hooks.some((hook) => hook.path === path);
  return {
    middleware,
    knows: (path: string) => isHook(path) || router.match(path, 'GET').path.length > 0,
  };
}

const openPathsOf = (endpoints: readonly Endpoint[]): ReadonlySet<string> =>
  new Set(endpoints.filter(({ open }) => open).map(({ path }) => path));

function routerOf(
  endpoints: readonly Endpoint[],
  recipeOf: (endpoint: Endpoint) => readonly Middleware[],
): Router<State> {
  const router = new Router<State>();
  for (const endpoint of endpoints)
    router[endpoint.method === 'GET' ? 'get' : 'post'](endpoint.path, ...recipeOf(endpoint));
  return router;
}

const unknownPath: Middleware = async ({ method, path }) => {
  throw new RequestError('route-unknown', { method, path });
};
