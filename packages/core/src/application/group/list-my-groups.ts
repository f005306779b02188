import type { Services } from '../../services.js';

export const listMyGroups =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['listMyGroups'] =>
  (me) =>
    unitOfWork.read((session) => session.groups.listOf(me));
