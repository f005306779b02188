import type { Profile, User } from '@kith/core';
import { z } from 'zod';
import { epochMillis, idText, iso, isoDate } from '../../fields.js';
import type { Ids } from '../../http-services.js';

export const profileResult = z.object({ id: idText, nickname: z.string(), portraitUri: z.string() });

/** What anyone may see of a user: no phone. */
export const presentProfile = (
  ids: Ids,
  { id, nickname, portraitUri }: Profile,
): z.input<typeof profileResult> => ({
  id: ids.encode(id),
  nickname,
  portraitUri,
});

export const contactResult = profileResult.extend({
  region: z.string().meta({ description: "'' unless we are friends" }),
  phone: z.string().meta({ description: "'' unless we are friends" }),
});

/** What a friend may see of a user; of others the keys stay, without values. */
export const presentContact = (
  ids: Ids,
  user: User,
  { isFriend }: { readonly isFriend: boolean },
): z.input<typeof contactResult> => ({
  ...presentProfile(ids, user),
  region: isFriend ? user.phone.region : '',
  phone: isFriend ? user.phone.number : '',
});

export const datesResult = {
  createdAt: isoDate,
  updatedAt: isoDate,
  createdTime: epochMillis,
  updatedTime: epochMillis,
};

/** Each instant twice: as text, and as a number for clients that sort by it. */
export const presentDates = ({
  createdAt,
  updatedAt,
}: {
  readonly createdAt: number;
  readonly updatedAt: number;
}) => ({
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
  createdTime: createdAt,
  updatedTime: updatedAt,
});
