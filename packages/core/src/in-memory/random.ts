import { type Random, sessionId } from '../index.js';

const bytesOfAUuid = 16;

/** The same numbers for the same seed, so that a test that fails fails again. Guessable: for tests alone. */
export function inMemoryRandom(seed = 1): Random {
  const next = mulberry32(seed);
  const hex = (bytes: number): string =>
    Array.from({ length: bytes }, () =>
      Math.floor(next() * 256)
        .toString(16)
        .padStart(2, '0'),
    ).join('');

  return {
    uuid() {
      const text = hex(bytesOfAUuid);
      const variant = '89ab'.charAt(Math.floor(next() * 4));
      return [
        text.slice(0, 8),
        text.slice(8, 12),
        `4${text.slice(13, 16)}`,
        `${variant}${text.slice(17, 20)}`,
        text.slice(20),
      ].join('-');
    },
    sessionId: () => sessionId(hex(bytesOfAUuid)),
    digits: (count) => Array.from({ length: count }, () => Math.floor(next() * 10)).join(''),
    fraction: next,
  };
}

/** Tommy Ettinger's generator: 32 bits of state, numbers from 0 inclusive to 1 exclusive. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
