import type { Services } from '../../services.js';

export const pullChanges =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['pullChanges'] =>
  (me, position, options) =>
    unitOfWork.read((session) => session.changes.pull(me, position, options));
