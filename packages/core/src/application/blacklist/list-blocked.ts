import type { Services } from '../../services.js';

export const listBlocked =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['listBlocked'] =>
  (me) =>
    unitOfWork.read((session) => session.blacklist.list(me));
