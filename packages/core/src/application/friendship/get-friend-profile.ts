import { DomainError } from '../../domain/errors.js';
import type { Services } from '../../services.js';

export const getFriendProfile =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['getFriendProfile'] =>
  (me, them) =>
    unitOfWork.read(
      async (session) => {
        const { mine } = await session.friendships.pair(me, them);
        const user = await session.users.find(them);
        if (mine?.status !== 'agreed' || !user) throw new DomainError('not-a-friend', { user: them });
        return { ...mine, user };
      },
      { latest: true },
    );
