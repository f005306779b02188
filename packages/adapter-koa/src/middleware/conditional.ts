import etag from '@koa/etag';
import conditionalGet from 'koa-conditional-get';
import type { Middleware } from '../context.js';

/** A weak `ETag` on answers, and 304 for those who have them already. */
export const conditional = (): readonly Middleware[] => [
  conditionalGet() as Middleware,
  etag({ weak: true }) as Middleware,
];
