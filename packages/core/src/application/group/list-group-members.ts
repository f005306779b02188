import { DomainError } from '../../domain/errors.js';
import type { Services } from '../../services.js';
import { mayDo, requireLiveGroup } from './standing.js';

export const listGroupMembers =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['listGroupMembers'] =>
  (me, groupId) =>
    unitOfWork.read(
      async (session) => {
        await requireLiveGroup(session, groupId);
        if (!(await mayDo(session, me, 'read-roster', groupId))) throw new DomainError('not-a-group-member');
        return session.groups.members(groupId);
      },
      { latest: true },
    );
