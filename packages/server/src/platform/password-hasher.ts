import { createHash, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { DomainError, type PasswordHasher } from '@kith/core';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const current = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** Node runs files, name look-ups and this in the same four threads: some stay free for the others. */
const atOnce = Math.min(availableParallelism(), 3);
const maxWaiting = 256;

/**
 * argon2id, off the event loop. Reads rows of the older scheme `sha1$salt$hex` too, and calls them stale; a wrong
 * password takes as long with them as with any other row, so that time does not tell which numbers have one.
 * Both methods reject with DomainError `storage-unavailable` while more than 256 wait, so that a flood of log-ins
 * is refused early instead of late.
 */
export function argon2Hasher(): PasswordHasher {
  const inTurn = turns(atOnce, maxWaiting);

  return {
    hash: (password) => inTurn(() => hash(password, parameters)),
    async verify(password, stored) {
      if (stored.startsWith('sha1$')) {
        const matches = matchesSha1(password, stored);
        if (!matches) await inTurn(() => hash(password, parameters));
        return { matches, stale: true };
      }
      if (!stored.startsWith('$argon2')) return { matches: false, stale: false };
      // It throws at a text that only begins like a hash.
      const matches = await inTurn(() => verify(stored, password).catch(() => false));
      return { matches, stale: !stored.startsWith(current) };
    },
  };
}

/** Hex SHA-1 of 'password|salt'. */
function matchesSha1(password: string, stored: string): boolean {
  const [, salt, hex] = /^sha1\$([^$]*)\$([0-9a-f]{40})$/.exec(stored) ?? [];
  if (salt === undefined || hex === undefined) return false;
  const digest = createHash('sha1').update(`${password}|${salt}`).digest();
  return timingSafeEqual(digest, Buffer.from(hex, 'hex'));
}

/** Lets `limit` run at once and `queue` wait, first come first served. */
function turns(limit: number, queue: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (work) => {
    if (running >= limit) {
      if (waiting.length >= queue) throw new DomainError('storage-unavailable');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not given back: nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
