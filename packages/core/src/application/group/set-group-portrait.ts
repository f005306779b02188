import { cleanPortraitUri } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { requireCreator } from './standing.js';

export const setGroupPortrait =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['setGroupPortrait'] =>
  async (me, groupId, text) => {
    const portraitUri = cleanPortraitUri(text);
    await unitOfWork.write(async (session) => {
      await session.lockGroup(groupId);
      await requireCreator(session, me, 'set-portrait', groupId);
      await session.groups.update(groupId, { portraitUri }, clock.now());
    });
  };
