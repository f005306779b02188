import { type FriendshipEntry, friendshipStatus } from '@kith/core';
import type { z } from 'zod';
import { iso } from '../../fields.js';
import type { Ids } from '../../http-services.js';
import { presentContact, presentDates } from '../user/present.js';
import type { friendProfileResult, friendshipResult } from './schema.js';

export const presentFriendship = (
  ids: Ids,
  { displayName, message, status, updatedAt, user }: FriendshipEntry,
): z.input<typeof friendshipResult> => ({
  displayName,
  message,
  status: friendshipStatus[status],
  updatedAt: iso(updatedAt),
  updatedTime: updatedAt,
  user: presentContact(ids, user, { isFriend: status === 'agreed' }),
});

export const presentFriendProfile = (
  ids: Ids,
  { displayName, user }: FriendshipEntry,
): z.input<typeof friendProfileResult> => ({
  displayName,
  user: { ...presentContact(ids, user, { isFriend: true }), ...presentDates(user) },
});
