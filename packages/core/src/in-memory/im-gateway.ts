import {
  DomainError,
  type DomainErrorData,
  type ImDirectory,
  type ImEvent,
  type ImGateway,
  type StampedEvent,
} from '../index.js';
import { imState } from './im-state.js';

const failures = {
  'im-unavailable': { retryAfterMs: 1_000, answered: true },
  'im-refused': { reason: 'told to' },
  'im-uncertain': { reason: 'told to' },
} as const satisfies Partial<DomainErrorData>;

export type InMemoryImFailure = keyof typeof failures;

export interface InMemoryImGateway extends ImGateway, ImDirectory {
  /** All that was delivered, in order. */
  readonly delivered: readonly StampedEvent[];
  /** Lets the next calls fail; `Infinity` until `recover`. */
  failNext(code: InMemoryImFailure, times?: number): void;
  /** Gives no answer to anybody, until `recover`. */
  goDown(): void;
  /** Refuses the events that are so, until `recover`. */
  refuse(unwanted: (event: ImEvent) => boolean): void;
  recover(): void;
}

const nothing = (): boolean => false;

/** An IM cloud that remembers what it was told. */
export function inMemoryImGateway(): InMemoryImGateway {
  const delivered: StampedEvent[] = [];
  const state = imState();
  let failure: InMemoryImFailure = 'im-unavailable';
  let left = 0;
  let isDown = false;
  let refused: (event: ImEvent) => boolean = nothing;
  let tokens = 0;

  const reach = (): void => {
    if (isDown) throw new DomainError('im-unavailable', { retryAfterMs: 1_000, answered: false });
    if (left <= 0) return;
    left -= 1;
    throw new DomainError(failure, failures[failure]);
  };
  const asking =
    <Args extends unknown[], Answer>(ask: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      reach();
      return ask(...args);
    };

  return {
    delivered,
    failNext(code, times = 1) {
      failure = code;
      left = times;
    },
    goDown() {
      isDown = true;
    },
    refuse(unwanted) {
      refused = unwanted;
    },
    recover() {
      left = 0;
      isDown = false;
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
      state.apply(stamped.event);
    },
    groupMembers: asking(state.groupMembers),
    groupsOf: asking(state.groupsOf),
    blockedBy: asking(state.blockedBy),
  };
}
