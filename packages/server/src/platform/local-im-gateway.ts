import type { ImGateway, Random, StampedEvent } from '@kith/core';

const remembered = 1000;

export interface LocalImGateway extends ImGateway {
  /** The last 1000 events, oldest first. */
  recent(): readonly StampedEvent[];
}

/** Stands in for an IM cloud where none is configured: whoever asks gets a token, whatever is said is noted. */
export function localImGateway({
  random,
  log,
}: {
  readonly random: Pick<Random, 'uuid'>;
  readonly log: (stamped: StampedEvent) => void;
}): LocalImGateway {
  const events: StampedEvent[] = [];

  return {
    async issueToken() {
      return `dev-${random.uuid()}`;
    },
    async deliver(stamped) {
      events.push(stamped);
      if (events.length > remembered) events.shift();
      log(stamped);
    },
    recent: () => [...events],
  };
}
