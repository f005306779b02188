import { DomainError } from '../../domain/errors.js';
import {
  listedUsers,
  requireAll,
  requireGroupAllowance,
  requireGroupSize,
} from '../../domain/group-admission.js';
import { cleanText } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { tellGroup } from './tell-group.js';

export const createGroup =
  ({ unitOfWork, clock, rules }: Pick<Services, 'unitOfWork' | 'clock' | 'rules'>): Services['createGroup'] =>
  async (me, { name: text, members: ids }) => {
    const name = cleanText('groupName', text);
    requireGroupSize(ids, rules);
    return unitOfWork.write(async (session) => {
      // All of them: a new name of one must not slip in between the reading of it and the new member row.
      await session.lockUsers([me, ...ids.filter((id) => id !== null)]);
      requireGroupAllowance(await session.groups.countOf(me), rules);
      const members = listedUsers(ids);
      if (!members.includes(me)) throw new DomainError('group-creator-not-listed');
      requireAll(members, await session.users.findMany(members));

      const now = clock.now();
      const maxMemberCount = rules.group.maxMembers;
      const group = await session.groups.add({ name, creatorId: me, maxMemberCount, at: now });
      const { id } = group;
      await session.groups.join(id, [me], 'creator', now);
      await session.groups.join(id, members, 'member', now);
      await session.outbox.add({ type: 'group-created', group: id, name, members }, now);
      await tellGroup(session, id, me, { operation: 'Create', groupName: name }, now);
      return { group: { ...group, memberCount: members.length }, members };
    });
  };
