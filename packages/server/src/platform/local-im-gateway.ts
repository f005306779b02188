import type { ImDirectory, ImGateway, Random, StampedEvent } from '@kith/core';
import { imState } from '@kith/core/in-memory';

const remembered = 1000;

export interface LocalImGateway extends ImGateway, ImDirectory {
  /** The last 1000 events, oldest first. */
  recent(): readonly StampedEvent[];
}

/**
 * Stands in for an IM cloud where none is configured: whoever asks gets a token, whatever is said is noted. It forgets all
 * when the process ends, and learns of a user's groups and blocks again when they sign in.
 */
export function localImGateway({
  random,
  log,
}: {
  readonly random: Pick<Random, 'uuid'>;
  readonly log: (stamped: StampedEvent) => void;
}): LocalImGateway {
  const events: StampedEvent[] = [];
  const { apply, ...directory } = imState();

  return {
    ...directory,
    async issueToken() {
      return `dev-${random.uuid()}`;
    },
    async deliver(stamped) {
      events.push(stamped);
      if (events.length > remembered) events.shift();
      apply(stamped.event);
      log(stamped);
    },
    recent: () => [...events],
  };
}
