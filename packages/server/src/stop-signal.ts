/** Resolves at the first SIGTERM or SIGINT; at the second the process ends. */
export const signalToStop = (): Promise<void> =>
  new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(1);
      asked = true;
      resolve();
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  });

/** That a timer can wait. */
const longestMs = 2 ** 31 - 1;

/** Waits for something that would not keep the process alive by itself. */
export async function stayingFor(event: Promise<void>): Promise<void> {
  const alive = setInterval(() => {}, longestMs);
  await event.finally(() => clearInterval(alive));
}
