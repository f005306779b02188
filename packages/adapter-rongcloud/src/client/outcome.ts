interface Traits {
  /** Where it may be said again, if twice is harmless. `elsewhere`: not at this host. */
  readonly again: 'elsewhere' | 'here' | 'no';
  /** Whether the next call would fare no better: so many in a row open the circuit. */
  readonly isOutage: boolean;
  /** Whether RongCloud may have acted on it. */
  readonly acted: 'no' | 'perhaps';
  /** Whether it is this call's own failure, said by RongCloud: only those count as tries. */
  readonly answered: boolean;
}

/** How a call can fail, and what follows from that. */
export const failureKinds = {
  /** It was understood, and is not wanted. */
  refused: { again: 'no', isOutage: false, acted: 'no', answered: true },
  /** Our keys are wrong, or the app is locked: nothing will be taken until somebody has put that right. */
  'locked-out': { again: 'no', isOutage: true, acted: 'no', answered: false },
  /** Too many calls. */
  busy: { again: 'here', isOutage: false, acted: 'no', answered: true },
  /** An error of theirs. */
  broken: { again: 'elsewhere', isOutage: true, acted: 'perhaps', answered: true },
  /** A status of 5xx from something before RongCloud, which has none of its words. */
  'bad-gateway': { again: 'elsewhere', isOutage: true, acted: 'perhaps', answered: false },
  /** Turned away with a 4xx that has none of RongCloud's words either. */
  'turned-away': { again: 'no', isOutage: false, acted: 'no', answered: true },
  /** An answer that cannot be read, or lacks what it should have. */
  garbled: { again: 'here', isOutage: false, acted: 'perhaps', answered: true },
  /** No connection came about. */
  unreached: { again: 'elsewhere', isOutage: true, acted: 'no', answered: false },
  /** The connection broke, or no answer came in time. */
  lost: { again: 'elsewhere', isOutage: true, acted: 'perhaps', answered: false },
  /** We did not ask: the circuit is open, the limit reached, or the time over. */
  'held-back': { again: 'no', isOutage: false, acted: 'no', answered: false },
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
  outcome.kind !== 'done' && traitsOf(outcome).isOutage;
