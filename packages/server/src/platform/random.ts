import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type Random, sessionId } from '@kith/core';

const fractions = 2 ** 47;

/** Node's cryptographic source. */
export const cryptoRandom = (): Random => ({
  uuid: () => randomUUID(),
  sessionId: () => sessionId(randomBytes(24).toString('base64url')),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
  fraction: () => randomInt(fractions) / fractions,
});
