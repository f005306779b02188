import { type Endpoint, endpoint } from '../../endpoint.js';
import type { HttpServices } from '../../http-services.js';
import { presentAdded } from './present.js';
import { addResult, createResult, groupBodies } from './schema.js';

/** Who is in a group, and whose it is (docs/wire/groups.md). */
export function membershipEndpoints(services: HttpServices): readonly Endpoint[] {
  const { idCodec, createGroup, addGroupMembers, joinGroup, kickGroupMembers } = services;
  const { quitGroup, transferGroup, dismissGroup } = services;
  const { createBody, groupBody, membersBody, transferBody } = groupBodies(idCodec);

  return [
    endpoint({
      method: 'POST',
      path: '/group/create',
      summary: 'Make a group of me and others',
      body: createBody,
      result: createResult,
      errors: [
        'group-name-length',
        'group-too-few-members',
        'group-full',
        'too-many-groups',
        'group-member-unreadable',
        'group-member-unknown',
        'group-creator-not-listed',
      ],
      async handle({ me, body }) {
        const { group, members } = await createGroup(me.user, { name: body.name, members: body.memberIds });
        return { id: idCodec.encode(group.id), userStatus: presentAdded(idCodec, members) };
      },
    }),
    endpoint({
      method: 'POST',
      path: '/group/add',
      summary: 'Add members to a group I am in, all or none',
      body: membersBody,
      result: addResult,
      errors: [
        'group-unknown',
        'not-a-group-member',
        'group-member-unreadable',
        'group-member-unknown',
        'group-member-exists',
        'group-full',
      ],
      handle: async ({ me, body }) =>
        presentAdded(idCodec, await addGroupMembers(me.user, body.groupId, body.memberIds)),
    }),
    endpoint({
      method: 'POST',
      path: '/group/join',
      summary: 'Join a group',
      body: groupBody,
      errors: ['group-unknown', 'group-member-exists', 'group-full'],
      handle: ({ me, body }) => joinGroup(me.user, body.groupId),
    }),
    endpoint({
      method: 'POST',
      path: '/group/kick',
      summary: 'Remove members from my group, all or none',
      body: membersBody,
      errors: [
        'kick-yourself',
        'group-unknown',
        'not-the-group-creator',
        'group-member-unreadable',
        'kick-non-member',
      ],
      wording: { 'group-member-unreadable': { text: 'Empty memberId.' } },
      handle: ({ me, body }) => kickGroupMembers(me.user, body.groupId, body.memberIds),
    }),
    endpoint({
      method: 'POST',
      path: '/group/quit',
      summary: 'Leave a group; my group passes to another member, the last one out dismisses it',
      body: groupBody,
      errors: ['group-unknown', 'not-a-group-member'],
      handle: ({ me, body }) => quitGroup(me.user, body.groupId),
    }),
    endpoint({
      method: 'POST',
      path: '/group/transfer',
      summary: 'Make another member the creator of my group',
      body: transferBody,
      errors: ['transfer-to-yourself', 'transfer-target-unknown', 'not-the-group-creator'],
      wording: { 'not-the-group-creator': { status: 400 } },
      handle: ({ me, body }) => transferGroup(me.user, body.groupId, body.userId),
    }),
    endpoint({
      method: 'POST',
      path: '/group/dismiss',
      summary: 'End my group',
      body: groupBody,
      errors: ['group-unknown-or-not-creator'],
      handle: ({ me, body }) => dismissGroup(me.user, body.groupId),
    }),
  ];
}
