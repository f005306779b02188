import { z } from 'zod';
import { epochMillis, idFields, isoDate } from '../../fields.js';
import type { Ids } from '../../http-services.js';
import { profileResult } from '../user/present.js';

export const blockBody = (ids: Ids) => z.object({ friendId: idFields(ids).userId });

export const blockedResult = z.object({
  user: profileResult.extend({ updatedAt: isoDate, updatedTime: epochMillis }),
});
