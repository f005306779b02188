export { codeVerifier, type SmsSender } from './code-verifier.js';
export * from './provider.js';
export * from './providers.js';
