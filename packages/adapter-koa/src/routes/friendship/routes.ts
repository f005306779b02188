import { z } from 'zod';
import { type Endpoint, endpoint } from '../../endpoint.js';
import { readUserId } from '../../fields.js';
import type { HttpServices } from '../../http-services.js';
import { RequestError } from '../../request-error.js';
import { presentFriendProfile, presentFriendship } from './present.js';
import { friendBodies, friendParams, friendProfileResult, friendshipResult, inviteResult } from './schema.js';

/** Friends (docs/wire/friends.md). */
export function friendshipEndpoints(services: HttpServices): readonly Endpoint[] {
  const { idCodec, inviteFriend, answerFriendRequest, deleteFriend } = services;
  const { setFriendDisplayName, listFriendships, getFriendProfile } = services;
  const { friendBody, inviteBody, displayNameBody } = friendBodies(idCodec);

  const answer = (command: 'agree' | 'ignore', summary: string): Endpoint =>
    endpoint({
      method: 'POST',
      path: `/friendship/${command}`,
      summary,
      body: friendBody,
      errors: ['friendship-state'],
      handle: ({ me, body }) => answerFriendRequest(me.user, command, body.friendId),
    });

  return [
    endpoint({
      method: 'POST',
      path: '/friendship/invite',
      summary: 'Ask somebody to be my friend',
      body: inviteBody,
      result: inviteResult,
      errors: ['request-message-length', 'friend-unknown', 'already-friends'],
      handle: async ({ me, body }) => ({ action: await inviteFriend(me.user, body.friendId, body.message) }),
    }),
    answer('agree', 'Accept a friend request'),
    answer('ignore', 'Ignore a friend request'),
    endpoint({
      method: 'POST',
      path: '/friendship/delete',
      summary: 'End my side of a friendship',
      body: friendBody,
      errors: ['friendship-state'],
      handle: ({ me, body }) => deleteFriend(me.user, body.friendId),
    }),
    endpoint({
      method: 'POST',
      path: '/friendship/set_display_name',
      summary: 'What I call a friend',
      body: displayNameBody,
      errors: ['display-name-length', 'friendship-state'],
      handle: ({ me, body }) => setFriendDisplayName(me.user, body.friendId, body.displayName),
    }),
    endpoint({
      method: 'GET',
      path: '/friendship/all',
      summary: 'My side of every friendship and request',
      result: z.array(friendshipResult),
      errors: [],
      async handle({ me }) {
        const entries = await listFriendships(me.user);
        return entries.map((entry) => presentFriendship(idCodec, entry));
      },
    }),
    endpoint({
      method: 'GET',
      path: '/friendship/:friendId/profile',
      summary: "A friend's profile",
      params: friendParams,
      result: friendProfileResult,
      errors: ['not-a-friend', 'friend-id-unreadable'],
      async handle({ me, params: { friendId } }) {
        const them = readUserId(idCodec, friendId);
        if (them === null) throw new RequestError('friend-id-unreadable', { friendId });
        return presentFriendProfile(idCodec, await getFriendProfile(me.user, them));
      },
    }),
  ];
}
