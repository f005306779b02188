// People who walk, one pair after another, however long the ones before them take.
import { setTimeout } from 'node:timers/promises';
import { walk } from './walk.mjs';

/** @returns how many walks were done, what they had to say, and every request */
export async function load(world, { seconds, walksPerSecond }) {
  const requests = [];
  const failures = [];
  let messages = 0;
  const walks = [];
  const one = async () => {
    try {
      const due = await walk({ ...world, measure: (request) => requests.push(request) });
      messages += due;
    } catch (error) {
      failures.push(error);
    }
  };

  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    walks.push(one());
    await setTimeout(1_000 / walksPerSecond);
  }
  await Promise.all(walks);
  return { walks: walks.length, messages, requests, failures };
}

const ascending = (requests) => requests.map(({ ms }) => ms).sort((a, b) => a - b);
const at = (times, part) => times[Math.floor((times.length - 1) * part)] ?? 0;

/** In ms. */
export const percentiles = (requests) => {
  const times = ascending(requests);
  return { p50: at(times, 0.5), p99: at(times, 0.99), max: times.at(-1) ?? 0 };
};
