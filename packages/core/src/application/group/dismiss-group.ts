import type { Services } from '../../services.js';
import { requireCreator } from './standing.js';
import { tellGroup } from './tell-group.js';

export const dismissGroup =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['dismissGroup'] =>
  (me, groupId) =>
    unitOfWork.write(async (session) => {
      await session.lockGroup(groupId);
      await requireCreator(session, me, 'dismiss', groupId);
      const now = clock.now();
      await session.groups.dismiss(groupId, now);
      await tellGroup(session, groupId, me, { operation: 'Dismiss' }, now);
      await session.outbox.add({ type: 'group-dismissed', group: groupId, operator: me }, now);
    });
