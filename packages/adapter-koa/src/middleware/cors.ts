import koaCors from '@koa/cors';
import type { Middleware } from '../context.js';

/** Lets pages of the listed origins call with the cookie, and no others. Answers every `OPTIONS`. */
export function cors(origins: readonly string[]): readonly Middleware[] {
  const allowed = new Set(origins);
  const answer = koaCors({
    origin: (context) => (allowed.has(context.get('Origin')) ? context.get('Origin') : ''),
    credentials: true,
    allowMethods: 'GET,HEAD,PUT,PATCH,POST,DELETE',
    exposeHeaders: 'X-Request-Id,Retry-After',
    maxAge: 600,
  });
  return [answer as Middleware, answerOptions];
}

const answerOptions: Middleware = async (context, next) => {
  if (context.method === 'OPTIONS') context.status = 204;
  else await next();
};
