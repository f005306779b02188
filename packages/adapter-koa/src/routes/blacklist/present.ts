import type { User } from '@kith/core';
import type { z } from 'zod';
import { iso } from '../../fields.js';
import type { Ids } from '../../http-services.js';
import { presentProfile } from '../user/present.js';
import type { blockedResult } from './schema.js';

/** The dates are the user's own, not those of the block. */
export const presentBlocked = (ids: Ids, user: User): z.input<typeof blockedResult> => ({
  user: { ...presentProfile(ids, user), updatedAt: iso(user.updatedAt), updatedTime: user.updatedAt },
});
