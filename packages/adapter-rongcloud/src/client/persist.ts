import type { Random } from '@kith/core';
import type { Hosts } from './hosts.js';
import { type Failure, type Outcome, traitsOf } from './outcome.js';
import type { Deadline, Time } from './time.js';

const retries = 2;
const firstPauseMs = 200;
const busyPauseMs = 1_000;

interface Needs {
  readonly time: Time;
  readonly random: Pick<Random, 'fraction'>;
  readonly hosts: Hosts;
  readonly onFailover: (from: string, to: string, why: Failure) => void;
}

/** Up to three attempts, at the next host when one does not serve; of what must not be said twice, only one that may have been heard. */
export const persist =
  ({ time, random, hosts, onFailover }: Needs) =>
  async <T>(
    attempt: (host: string) => Promise<Outcome<T>>,
    { repeatable, deadline }: { readonly repeatable: boolean; readonly deadline: Deadline },
  ): Promise<Outcome<T>> => {
    for (let failures = 1; ; failures += 1) {
      const host = hosts.current();
      const outcome = await attempt(host);
      if (outcome.kind === 'done') return outcome;

      if (traitsOf(outcome).again === 'elsewhere' && hosts.leave(host))
        onFailover(host, hosts.current(), outcome);
      // Another host has not failed yet.
      const isFresh = failures === 1 && hosts.current() !== host;
      const pauseMs = isFresh ? 0 : pause(outcome, failures, random.fraction());
      if (failures > retries || !mayRepeat(outcome, repeatable) || !deadline.allows(pauseMs)) return outcome;
      if (pauseMs > 0) await time.wait(pauseMs);
    }
  };

function mayRepeat(outcome: Failure, repeatable: boolean): boolean {
  const { again, acted } = traitsOf(outcome);
  return again !== 'no' && (repeatable || acted === 'no');
}

/** Left to chance, so that what failed together does not come back together. */
const pause = ({ kind }: Failure, failures: number, fraction: number): number =>
  kind === 'busy' ? busyPauseMs * (1 + fraction) : firstPauseMs * 2 ** (failures - 1) * (0.5 + fraction / 2);
