import type { Middleware } from '../context.js';

/** No shared cache may keep what follows. */
export const privateCache: Middleware = async (context, next) => {
  context.set('Cache-Control', 'private');
  await next();
};
