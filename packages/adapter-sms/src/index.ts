export { codeVerifier, type SmsSender } from './code-verifier.js';
export * from './provider.js';
export * from './providers.js';
export { type SmsRoutes, smsRoutes } from './routes.js';
export { routedVerifier } from './routing.js';
