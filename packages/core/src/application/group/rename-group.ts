import { cleanText } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { requireCreator } from './standing.js';
import { tellGroup } from './tell-group.js';

export const renameGroup =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['renameGroup'] =>
  async (me, groupId, text) => {
    const name = cleanText('groupName', text);
    await unitOfWork.write(async (session) => {
      await session.lockGroup(groupId);
      await requireCreator(session, me, 'rename', groupId);
      const now = clock.now();
      await session.groups.update(groupId, { name }, now);
      await session.outbox.add({ type: 'group-renamed', group: groupId, name }, now);
      await tellGroup(session, groupId, me, { operation: 'Rename', groupName: name }, now);
    });
  };
