import type { PasswordHasher } from '../index.js';
import { hashText } from './hash-text.js';

/**
 * Instant, and no protection: for tests alone.
 *
 * @param generation stands for the parameters: hashes of another generation match, but are stale
 */
export function inMemoryPasswordHasher(generation = 1): PasswordHasher {
  let salts = 0;
  const format = (by: string, salt: string, password: string): string =>
    ['memory', by, salt, hashText(`${salt}\n${password}`)].join('$');

  return {
    async hash(password) {
      salts += 1;
      return format(String(generation), String(salts), password);
    },
    async verify(password, hash) {
      const [scheme, by = '', salt = ''] = hash.split('$');
      const matches = scheme === 'memory' && format(by, salt, password) === hash;
      return { matches, stale: matches && by !== String(generation) };
    },
  };
}
