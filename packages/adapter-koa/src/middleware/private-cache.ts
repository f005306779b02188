import type { Middleware } from '../context.js';

/** No shared cache may keep an answer. */
export const privateCache: Middleware = async (context, next) => {
  context.set('Cache-Control', 'private');
  await next();
};
