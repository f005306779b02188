import type { Services } from '../../services.js';

export const getUsers =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['getUsers'] =>
  (ids) =>
    unitOfWork.read(({ users }) => users.findMany(ids));
