/** Work that nobody waits for, one after another. */
export interface Line {
  isFull(): boolean;
  add(work: () => Promise<void>): void;
  /** Done when all that was added before is. */
  settled(): Promise<void>;
}

export function line(longest: number, onError: (error: unknown) => void): Line {
  let last = Promise.resolve();
  let waiting = 0;
  return {
    isFull: () => waiting >= longest,
    add(work) {
      waiting += 1;
      last = last
        .then(work)
        .catch(onError)
        .finally(() => {
          waiting -= 1;
        });
    },
    settled: () => last,
  };
}
