import { z } from 'zod';

/** What a worker tells the primary: that it serves, or why it cannot. */
const workerMessage = z.union([
  z.object({ kith: z.literal('serving'), url: z.string() }),
  z.object({ kith: z.literal('refused'), reason: z.string() }),
]);
export type WorkerMessage = z.output<typeof workerMessage>;

/** Null: it is somebody else's message. */
export const readWorkerMessage = (message: unknown): WorkerMessage | null =>
  workerMessage.safeParse(message).data ?? null;

/** What the primary tells a worker. */
export const stopMessage = 'kith: stop';
