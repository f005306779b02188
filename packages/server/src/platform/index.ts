export * from './clock.js';
export * from './local-im-gateway.js';
export * from './password-hasher.js';
export * from './phone-numbers.js';
export * from './random.js';
export * from './secret-digest.js';
export * from './uploads/index.js';
