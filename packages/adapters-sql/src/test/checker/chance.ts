import { inMemoryRandom } from '@kith/core/in-memory';

/** Chance that plays the same again for the same seed. */
export interface Chance {
  /** A whole number from 0 to just below. */
  below(end: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Some of them, one at least, each once. */
  some<Item>(items: readonly Item[], most: number): Item[];
  happens(probability: number): boolean;
}

export function newChance(seed: number): Chance {
  const { fraction } = inMemoryRandom(seed);
  const below = (end: number): number => Math.floor(fraction() * end);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('there is nothing to choose from');
    return item;
  };
  return {
    below,
    pick,
    some: (items, most) => [...new Set(Array.from({ length: 1 + below(most) }, () => pick(items)))],
    happens: (probability) => fraction() < probability,
  };
}
