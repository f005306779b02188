import { DomainError } from '../../domain/errors.js';
import type { Services } from '../../services.js';

export const getUser =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['getUser'] =>
  async (id) => {
    const user = await unitOfWork.read(({ users }) => users.find(id));
    if (!user) throw new DomainError('user-unknown');
    return user;
  };
