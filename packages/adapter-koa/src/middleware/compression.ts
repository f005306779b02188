import compress from 'koa-compress';
import type { Middleware } from '../context.js';

/** gzip or deflate, for bodies over 1 kB. */
export const compression = (): Middleware => compress({ threshold: 1024, br: false }) as Middleware;
