import { DomainError } from '../../domain/errors.js';
import { can } from '../../domain/group-role.js';
import type { Services } from '../../services.js';
import { passOn } from './pass-on.js';
import { requireLiveGroup } from './standing.js';
import { namesOf, tellGroup } from './tell-group.js';

export const quitGroup =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['quitGroup'] =>
  (me, groupId) =>
    unitOfWork.write(async (session) => {
      await session.lockGroup(groupId);
      await requireLiveGroup(session, groupId);
      const membership = await session.groups.membership(groupId, me);
      if (!membership || !can(membership.role, 'quit')) throw new DomainError('not-a-group-member');

      const now = clock.now();
      const isCreator = membership.role === 'creator';
      const newCreatorId = isCreator ? await session.groups.successor(groupId, me) : null;
      const isLast = isCreator && newCreatorId === null;
      const [target] = await namesOf(session, [me]);
      if (target) await tellGroup(session, groupId, me, { operation: 'Quit', target, newCreatorId }, now);
      await session.outbox.add({ type: 'group-left', group: groupId, members: [me] }, now);

      if (isLast) {
        await session.groups.dismiss(groupId, now);
        await session.outbox.add({ type: 'group-dismissed', group: groupId, operator: me }, now);
        return;
      }
      if (newCreatorId !== null) await passOn(session, groupId, { from: me, to: newCreatorId }, now);
      await session.groups.leave(groupId, [me], now);
    });
