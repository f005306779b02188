import { type Clock, epochMs } from '@kith/core';

/** The machine's. */
export const systemClock = (): Clock => ({ now: () => epochMs(Date.now()) });
