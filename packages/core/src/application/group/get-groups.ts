import type { Services } from '../../services.js';

export const getGroups =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['getGroups'] =>
  (ids) =>
    unitOfWork.read((session) => session.groups.findMany(ids));
