import { DomainError } from '../../domain/errors.js';
import type { Services } from '../../services.js';

export const streamChanges =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['streamChanges'] =>
  async (me, position, receive) => {
    let hasBegun = false;
    await unitOfWork.read(async ({ changes }) => {
      // Run again after a conflict: what was handed over of another snapshot cannot be taken back.
      if (hasBegun) throw new DomainError('storage-unavailable');
      await changes.stream(me, position, (part, isLast) => {
        hasBegun = true;
        return receive(part, isLast);
      });
    });
  };
