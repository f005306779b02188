import type { SecretDigest } from '../index.js';
import { hashText } from './hash-text.js';

/** One-way enough to show that nothing is stored in clear; for tests alone. */
export const inMemorySecretDigest = (key = 'in-memory'): SecretDigest => ({
  digest: (secret) => hashText(`${key}\n${secret}`),
});
