import { cleanText } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { requireCreator } from './standing.js';

export const setGroupBulletin =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['setGroupBulletin'] =>
  async (me, groupId, text) => {
    const bulletin = cleanText('bulletin', text);
    await unitOfWork.write(async (session) => {
      await session.lockGroup(groupId);
      await requireCreator(session, me, 'set-bulletin', groupId);
      await session.groups.update(groupId, { bulletin }, clock.now());
    });
  };
