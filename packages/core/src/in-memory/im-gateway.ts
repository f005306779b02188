import { DomainError, type ImEvent, type ImGateway, type StampedEvent } from '../index.js';

export interface InMemoryImGateway extends ImGateway {
  /** All that was delivered, in order. */
  readonly delivered: readonly StampedEvent[];
  /** Lets the next calls fail; `Infinity` until `recover`. */
  failNext(code: 'im-unavailable' | 'im-refused', times?: number): void;
  /** Refuses the events that are so, until `recover`. */
  refuse(unwanted: (event: ImEvent) => boolean): void;
  recover(): void;
}

const nothing = (): boolean => false;

/** An IM cloud that remembers what it was told. */
export function inMemoryImGateway(): InMemoryImGateway {
  const delivered: StampedEvent[] = [];
  let failure: 'im-unavailable' | 'im-refused' = 'im-unavailable';
  let failures = 0;
  let refused: (event: ImEvent) => boolean = nothing;
  let tokens = 0;

  const reach = (): void => {
    if (failures <= 0) return;
    failures -= 1;
    throw failure === 'im-refused'
      ? new DomainError('im-refused', { reason: 'told to' })
      : new DomainError('im-unavailable');
  };

  return {
    delivered,
    failNext(code, times = 1) {
      failure = code;
      failures = times;
    },
    refuse(unwanted) {
      refused = unwanted;
    },
    recover() {
      failures = 0;
      refused = nothing;
    },
    async issueToken(user) {
      reach();
      tokens += 1;
      return `im-token-${user.id}-${tokens}`;
    },
    async deliver(stamped) {
      reach();
      if (refused(stamped.event)) throw new DomainError('im-refused', { reason: stamped.event.type });
      delivered.push(stamped);
    },
  };
}
