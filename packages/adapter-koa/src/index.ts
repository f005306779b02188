export { kithApp, kithMiddleware } from './app.js';
export type { HttpServices } from './http-services.js';
export type { AccessLine, CookieOptions, HttpOptions } from './options.js';
