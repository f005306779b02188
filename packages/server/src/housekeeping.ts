import { epochMs, type Ports } from '@kith/core';
import { type Repeated, repeat } from './repeat.js';

/** Throws away what nobody can use any more, for as long as it runs. */
export type Housekeeping = Repeated;

const hourMs = 3_600_000;
/** Far longer than any code or token of a verification lives. */
const verificationsKeptMs = 24 * hourMs;
/** Of messages, in one transaction. */
const mostAtOnce = 1_000;

/** Every hour: sessions, verifications and counts of SMS that are over, and messages that were kept long enough. */
export const housekeeping = ({
  unitOfWork,
  clock,
  imMessagesKeptMs,
  onError,
}: Pick<Ports, 'unitOfWork' | 'clock'> & {
  readonly imMessagesKeptMs: number;
  readonly onError: (error: unknown) => void;
}): Housekeeping =>
  repeat({
    pass: async () => {
      const now = clock.now();
      await unitOfWork.write(({ sessions }) => sessions.prune(now));
      await unitOfWork.write(({ verifications }) => verifications.prune(epochMs(now - verificationsKeptMs)));
      await unitOfWork.write(({ smsSpend }) => smsSpend.prune(now));
      const messages = await unitOfWork.write(({ imRecords }) =>
        imRecords.pruneMessages(epochMs(now - imMessagesKeptMs), mostAtOnce),
      );
      return messages === mostAtOnce;
    },
    onError,
    pauseMs: hourMs,
  });
