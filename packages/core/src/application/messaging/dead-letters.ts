import type { Services } from '../../services.js';

export const listDeadLetters =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['listDeadLetters'] =>
  (limit) =>
    unitOfWork.read(({ outbox }) => outbox.dead(limit), { latest: true });

export const replayDeadLetters =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['replayDeadLetters'] =>
  (ids) =>
    unitOfWork.write(({ outbox }) => outbox.revive(ids, clock.now()));

export const dropDeadLetters =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['dropDeadLetters'] =>
  (ids) =>
    unitOfWork.write(({ outbox }) => outbox.drop(ids));
