import { cleanPortraitUri } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { changeProfile } from './change-profile.js';

export const setPortraitUri =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['setPortraitUri'] =>
  async (me, portraitUri) =>
    changeProfile({ unitOfWork, clock }, me, { portraitUri: cleanPortraitUri(portraitUri) });
