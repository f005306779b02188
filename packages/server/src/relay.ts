import type { MessagingUseCases } from '@kith/core';

/** Delivers what waits in the outbox, for as long as it runs. */
export interface Relay {
  start(): void;
  /** Something was written: look now. */
  wake(): void;
  /** Resolves when the pass in flight is over. */
  stop(): Promise<void>;
}

const secondMs = 1_000;

/**
 * Passes over the outbox until nothing is due, then waits for `wake` or `pauseMs`. A pass that fails is told to
 * `onError`, and tried again after the pause: the relay itself never ends by a failure.
 */
export function outboxRelay({
  deliverOutbox,
  onError,
  pauseMs = secondMs,
}: Pick<MessagingUseCases, 'deliverOutbox'> & {
  readonly onError: (error: unknown) => void;
  readonly pauseMs?: number;
}): Relay {
  let running: Promise<void> | undefined;
  let stopped = false;
  let woken = false;
  let endPause = (): void => {};

  const pass = async (): Promise<boolean> => {
    try {
      const { delivered, retried, dead } = await deliverOutbox();
      return delivered + retried + dead > 0;
    } catch (error) {
      onError(error);
      return false;
    }
  };

  const pause = async (): Promise<void> => {
    if (woken || stopped) return;
    await new Promise<void>((resolve) => {
      // A process that has nothing left to do must be able to end.
      const timer = setTimeout(resolve, pauseMs).unref();
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      // Before the pass: what is written while it runs is for the next one.
      woken = false;
      if (!(await pass())) await pause();
    }
  };

  const wake = (): void => {
    woken = true;
    endPause();
  };

  return {
    start: () => {
      running ??= run();
    },
    wake,
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}
