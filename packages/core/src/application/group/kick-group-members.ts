import { DomainError } from '../../domain/errors.js';
import { listedUsers } from '../../domain/group-admission.js';
import type { Services } from '../../services.js';
import { mayDo, requireLiveGroup } from './standing.js';
import { namesOf, tellGroup } from './tell-group.js';

export const kickGroupMembers =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['kickGroupMembers'] =>
  async (me, groupId, ids) => {
    if (ids.includes(me)) throw new DomainError('kick-yourself');
    await unitOfWork.write(async (session) => {
      await session.lockGroup(groupId);
      await requireLiveGroup(session, groupId);
      if (!(await mayDo(session, me, 'kick', groupId))) throw new DomainError('not-the-group-creator');
      const users = listedUsers(ids);
      if ((await session.groups.memberships(groupId, users)).length < users.length)
        throw new DomainError('kick-non-member');

      const now = clock.now();
      await session.groups.leave(groupId, users, now);
      // The notice first: who is no longer in the group on the IM side would not hear it.
      const targets = await namesOf(session, users);
      await tellGroup(session, groupId, me, { operation: 'Kicked', targets }, now);
      await session.outbox.add({ type: 'group-left', group: groupId, members: users }, now);
    });
  };
