import type { Clock } from '@kith/core';

/** Makes the system tell the time of a clock. @returns gives it back its own */
export function setTime(clock: Clock): () => void {
  const own = Date.now;
  Date.now = () => clock.now();
  return () => {
    Date.now = own;
  };
}
