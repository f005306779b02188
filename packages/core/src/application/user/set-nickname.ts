import { cleanText } from '../../domain/text-rules.js';
import type { Services } from '../../services.js';
import { changeProfile } from './change-profile.js';

export const setNickname =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['setNickname'] =>
  async (me, nickname) =>
    changeProfile({ unitOfWork, clock }, me, { nickname: cleanText('nickname', nickname) });
