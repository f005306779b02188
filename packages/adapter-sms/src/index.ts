export * from './code-verifier.js';
export * from './console/verifier.js';
