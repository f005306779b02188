import { DomainError } from '../../domain/errors.js';
import type { Services } from '../../services.js';

export const getGroup =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['getGroup'] =>
  (id) =>
    unitOfWork.read(async (session) => {
      const group = await session.groups.find(id);
      if (!group) throw new DomainError('group-unknown');
      return group;
    });
