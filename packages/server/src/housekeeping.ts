import type { Ports } from '@kith/core';
import { type Repeated, repeat } from './repeat.js';

/** Throws away what nobody can use any more, for as long as it runs. */
export type Housekeeping = Repeated;

const hourMs = 3_600_000;

/** Every hour: sessions that are over. */
export const housekeeping = ({
  unitOfWork,
  clock,
  onError,
}: Pick<Ports, 'unitOfWork' | 'clock'> & { readonly onError: (error: unknown) => void }): Housekeeping =>
  repeat({
    pass: async () => {
      await unitOfWork.write(({ sessions }) => sessions.prune(clock.now()));
      return false;
    },
    onError,
    pauseMs: hourMs,
  });
