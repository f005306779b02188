export { kithApp, kithMiddleware } from './app.js';
export type { HttpServices } from './http-services.js';
export type { AccessLine, AddressLimits, CookieOptions, HttpOptions } from './options.js';
export type { ClientReleases } from './routes/misc/client-releases.js';
export type { SquareEntry } from './routes/misc/demo-square.js';
export type { Webhook, WebhookAnswer, WebhookRequest } from './webhook.js';
