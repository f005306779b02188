export * from './create-use-cases.js';
export * from './use-cases.js';
