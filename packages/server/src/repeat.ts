/** Work that is done again and again in the background. */
export interface Repeated {
  start(): void;
  /** There is something to do: do it now. */
  wake(): void;
  /** Resolves when the pass in flight is over. */
  stop(): Promise<void>;
}

/**
 * Does `pass` until it says that nothing is left, then waits for `wake` or `pauseMs`. A pass that fails is told to
 * `onError`, and done again after the pause: the repeating itself never ends by a failure.
 *
 * @param options.pass resolves with whether there may be more to do at once; it is not to begin anything once it `isOver`
 */
export function repeat({
  pass,
  onError,
  pauseMs,
}: {
  readonly pass: (isOver: () => boolean) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
  readonly pauseMs: number;
}): Repeated {
  let running: Promise<void> | undefined;
  let stopped = false;
  let woken = false;
  let endPause = (): void => {};

  const isMoreLeft = async (): Promise<boolean> => {
    try {
      return await pass(() => stopped);
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
      // Before the pass: what comes up while it runs is for the next one.
      woken = false;
      if (!(await isMoreLeft())) await pause();
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
