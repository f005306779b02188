/** A promise, and what resolves it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Lets those wait who should not go on now. */
export interface Gate {
  close(): void;
  open(): void;
  passed(): Promise<void>;
}

export function newGate(): Gate {
  let closed: Deferred<void> | null = null;
  return {
    close() {
      closed ??= deferred();
    },
    open() {
      closed?.resolve();
      closed = null;
    },
    async passed() {
      while (closed) await closed.promise;
    },
  };
}

/** Counts what is done, and tells those who wait for a number. */
export interface Progress {
  readonly count: number;
  add(): void;
  reached(count: number): Promise<void>;
}

export function newProgress(): Progress {
  let count = 0;
  let waiting: { readonly until: number; readonly go: () => void }[] = [];
  return {
    get count() {
      return count;
    },
    add() {
      count += 1;
      for (const { until, go } of waiting) if (count >= until) go();
      waiting = waiting.filter(({ until }) => count < until);
    },
    reached: (until) =>
      new Promise((resolve) => {
        if (count >= until) resolve();
        else waiting.push({ until, go: resolve });
      }),
  };
}
