import { DomainError } from '../../domain/errors.js';
import { listedUsers, requireAll, requireListable } from '../../domain/group-admission.js';
import type { Services } from '../../services.js';
import { admit } from './admit.js';
import { mayDo, requireLiveGroup } from './standing.js';

export const addGroupMembers =
  ({
    unitOfWork,
    clock,
    rules,
  }: Pick<Services, 'unitOfWork' | 'clock' | 'rules'>): Services['addGroupMembers'] =>
  async (me, groupId, ids) => {
    requireListable(ids, rules);
    return unitOfWork.write(async (session) => {
      await session.lockUsers(ids.filter((id) => id !== null));
      await session.lockGroup(groupId);
      const group = await requireLiveGroup(session, groupId);
      if (!(await mayDo(session, me, 'add', groupId))) throw new DomainError('not-a-group-member');
      const users = listedUsers(ids);
      requireAll(users, await session.users.findMany(users));
      await admit(session, group, users, me, clock.now());
      return users;
    });
  };
