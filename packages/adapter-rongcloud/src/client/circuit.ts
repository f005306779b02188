import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from 'cockatiel';
import { type Failure, failure, isOutage, type Outcome } from './outcome.js';

export interface CircuitOptions {
  /** So many calls in a row got no answer, a 5xx, or that our keys are wrong: RongCloud is down, as far as we are concerned. */
  readonly opensAfter: number;
  /** After that time one call is let through, to see. */
  readonly halfOpensAfterMs: number;
}

export interface Circuit {
  isClosed(): boolean;
  /** What is said to those who are not let through. */
  heldBack(): Failure;
  /** While RongCloud is down, nobody is asked and nobody waits. */
  run<T>(call: () => Promise<Outcome<T>>): Promise<Outcome<T>>;
}

export function circuit(
  { opensAfter, halfOpensAfterMs }: CircuitOptions,
  onChange: (isOpen: boolean) => void,
): Circuit {
  const breaker = circuitBreaker(
    handleWhenResult((outcome) => isOutage(outcome as Outcome<unknown>)),
    { breaker: new ConsecutiveBreaker(opensAfter), halfOpenAfter: halfOpensAfterMs },
  );
  breaker.onBreak(() => onChange(true));
  breaker.onReset(() => onChange(false));
  const heldBack = (): Failure => failure('held-back', 'RongCloud is down', halfOpensAfterMs);

  return {
    heldBack,
    isClosed: () => breaker.state === CircuitState.Closed,
    async run(call) {
      // The breaker itself would let them wait for the one that tries.
      if (breaker.state === CircuitState.HalfOpen) return heldBack();
      try {
        return await breaker.execute(call);
      } catch (error) {
        if (isBrokenCircuitError(error)) return heldBack();
        throw error;
      }
    },
  };
}
