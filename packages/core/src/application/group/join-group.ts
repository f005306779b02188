import type { Services } from '../../services.js';
import { admit } from './admit.js';
import { requireLiveGroup } from './standing.js';

export const joinGroup =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['joinGroup'] =>
  (me, groupId) =>
    unitOfWork.write(async (session) => {
      await session.lockUsers([me]);
      await session.lockGroup(groupId);
      const group = await requireLiveGroup(session, groupId);
      await admit(session, group, [me], me, clock.now());
    });
