import type { MessagingUseCases } from '@kith/core';
import { type Repeated, repeat } from './repeat.js';

/** Delivers what waits in the outbox, for as long as it runs. */
export type Relay = Repeated;

const secondMs = 1_000;

/** Passes over the outbox until nothing is due; looks again when it is woken, or after a second. */
export const outboxRelay = ({
  deliverOutbox,
  onError,
}: Pick<MessagingUseCases, 'deliverOutbox'> & { readonly onError: (error: unknown) => void }): Relay =>
  repeat({
    pass: async (isOver) => {
      const { delivered, retried, dead } = await deliverOutbox({ isOver });
      return delivered + retried + dead > 0;
    },
    onError,
    pauseMs: secondMs,
  });

/** Where others deliver. */
export const noRelay: Relay = { start() {}, wake() {}, async stop() {} };
