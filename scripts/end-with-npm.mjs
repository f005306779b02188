// npm answers a signal by ending its shell, not what the shell runs: a server would live on, unnoticed, on its port.
const INTERVAL_MS = 200;

/** Where npm started us, ends this process as by SIGTERM once that npm is gone. */
export const endWithNpm = () => {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, INTERVAL_MS);
  timer.unref();
};
