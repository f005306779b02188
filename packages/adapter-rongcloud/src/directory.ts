import { groupId, type IdCodec, type ImDirectory, userId } from '@kith/core';
import type { RongCloudApi } from './api/api.js';

/** What RongCloud holds, in Kith's own ids. What does not decode is another app's, or was put there by hand. */
export function directory(api: () => RongCloudApi, { encode, decode }: IdCodec): ImDirectory {
  const known = <Id>(texts: readonly string[], brand: (id: number) => Id): Id[] =>
    texts.flatMap((text) => {
      const id = decode(text);
      return id === null ? [] : [brand(id)];
    });

  return {
    groupMembers: async (group) => known(await api().group.members(encode(group)), userId),
    groupsOf: async (user) =>
      (await api().group.groupsOf(encode(user))).flatMap(({ id, name }) =>
        known([id], groupId).map((group) => ({ id: group, name })),
      ),
    blockedBy: async (user) => known(await api().blacklist.list(encode(user)), userId),
  };
}
