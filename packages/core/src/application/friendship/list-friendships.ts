import type { Services } from '../../services.js';

export const listFriendships =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['listFriendships'] =>
  (me) =>
    unitOfWork.read((session) => session.friendships.list(me));
