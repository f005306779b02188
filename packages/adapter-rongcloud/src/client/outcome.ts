interface Traits {
  /** Where it may be said again, if twice is harmless. `elsewhere`: this host, or all of RongCloud, is down. */
  readonly again: 'elsewhere' | 'here' | 'no';
  /** Whether RongCloud may have acted on it. */
  readonly acted: 'no' | 'perhaps';
  /** Whether RongCloud itself said so. */
  readonly answered: boolean;
}

/** How a call can fail, and what follows from that. */
export const failureKinds = {
  /** It was understood, and is not wanted. */
  refused: { again: 'no', acted: 'no', answered: true },
  /** Too many calls. */
  busy: { again: 'here', acted: 'no', answered: true },
  /** An error of theirs. */
  broken: { again: 'elsewhere', acted: 'perhaps', answered: true },
  /** A status of 5xx from something before RongCloud, which has none of its words. */
  'bad-gateway': { again: 'elsewhere', acted: 'perhaps', answered: false },
  /** Turned away with a 4xx that has none of RongCloud's words either. */
  'turned-away': { again: 'no', acted: 'no', answered: true },
  /** An answer that cannot be read, or lacks what it should have. */
  garbled: { again: 'here', acted: 'perhaps', answered: true },
  /** No connection came about. */
  unreached: { again: 'elsewhere', acted: 'no', answered: false },
  /** The connection broke, or no answer came in time. */
  lost: { again: 'elsewhere', acted: 'perhaps', answered: false },
  /** We did not ask: the circuit is open, the limit reached, or the time over. */
  'held-back': { again: 'no', acted: 'no', answered: false },
} as const satisfies Record<string, Traits>;

export type FailureKind = keyof typeof failureKinds;

export interface Failure {
  readonly kind: FailureKind;
  /** For the log and the dead letter: shows no secret. */
  readonly reason: string;
  readonly retryAfterMs: number;
}

export type Outcome<T> = { readonly kind: 'done'; readonly answer: T } | Failure;

const soonMs = 1_000;

export const failure = (kind: FailureKind, reason: string, retryAfterMs = soonMs): Failure => ({
  kind,
  reason,
  retryAfterMs,
});

export const traitsOf = ({ kind }: Failure): Traits => failureKinds[kind];

export const isOutage = (outcome: Outcome<unknown>): boolean =>
  outcome.kind !== 'done' && traitsOf(outcome).again === 'elsewhere';
