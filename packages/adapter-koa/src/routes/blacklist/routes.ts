import { z } from 'zod';
import { type Endpoint, endpoint } from '../../endpoint.js';
import type { HttpServices } from '../../http-services.js';
import { presentBlocked } from './present.js';
import { blockBody, blockedResult } from './schema.js';

/** Blocks (docs/wire/friends.md). */
export function blacklistEndpoints(services: HttpServices): readonly Endpoint[] {
  const { idCodec, blockUser, unblockUser, listBlocked } = services;
  const body = blockBody(idCodec);

  return [
    endpoint({
      method: 'GET',
      path: '/user/blacklist',
      summary: 'Whom I block',
      result: z.array(blockedResult),
      errors: [],
      async handle({ me }) {
        const users = await listBlocked(me.user);
        return users.map((user) => presentBlocked(idCodec, user));
      },
    }),
    endpoint({
      method: 'POST',
      path: '/user/add_to_blacklist',
      summary: 'Block somebody; my side of a friendship ends',
      body,
      errors: ['friend-unknown'],
      handle: (call) => blockUser(call.me.user, call.body.friendId),
    }),
    endpoint({
      method: 'POST',
      path: '/user/remove_from_blacklist',
      summary: 'Lift a block',
      body,
      errors: [],
      handle: (call) => unblockUser(call.me.user, call.body.friendId),
    }),
  ];
}
