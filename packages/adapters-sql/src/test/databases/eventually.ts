import { setTimeout } from 'node:timers/promises';

const INTERVAL_MS = 5;

/**
 * Tries until it works: for what another process does, which sends no event.
 *
 * @throws what the last try threw, once `withinMs` have passed
 */
export async function eventually<T>(attempt: () => T | Promise<T>, withinMs: number): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await setTimeout(INTERVAL_MS);
  }
}
