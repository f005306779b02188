import { DomainError } from '../../domain/errors.js';
import { cleanText } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { mayDo } from './standing.js';

export const setGroupDisplayName =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['setGroupDisplayName'] =>
  async (me, groupId, text) => {
    const displayName = cleanText('groupDisplayName', text);
    await unitOfWork.write(async (session) => {
      await session.lockGroup(groupId);
      if (!(await mayDo(session, me, 'set-own-display-name', groupId)))
        throw new DomainError('group-unknown');
      await session.groups.setDisplayName(groupId, me, displayName, clock.now());
    });
  };
