import { DomainError } from '@kith/core';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../../endpoint.js';
import { readGroupId } from '../../fields.js';
import type { HttpServices } from '../../http-services.js';
import { presentGroup, presentMember, presentMyGroup } from './present.js';
import { groupBodies, groupParams, groupResult, memberResult, myGroupResult } from './schema.js';

/** Groups as they are, and as their creator makes them look (docs/wire/groups.md). */
export function groupEndpoints(services: HttpServices): readonly Endpoint[] {
  const { idCodec, renameGroup, setGroupPortrait, setGroupBulletin, setGroupDisplayName } = services;
  const { getGroup, listGroupMembers, listMyGroups } = services;
  const { renameBody, portraitBody, bulletinBody, displayNameBody } = groupBodies(idCodec);

  const readId = (encoded: string) => {
    const id = readGroupId(idCodec, encoded);
    if (id === null) throw new DomainError('group-unknown');
    return id;
  };

  return [
    endpoint({
      method: 'POST',
      path: '/group/rename',
      summary: 'Call a group so',
      body: renameBody,
      errors: ['group-name-length', 'group-unknown-or-not-creator'],
      wording: { 'group-name-length': { text: 'Length of name invalid.' } },
      handle: ({ me, body }) => renameGroup(me.user, body.groupId, body.name),
    }),
    endpoint({
      method: 'POST',
      path: '/group/set_portrait_uri',
      summary: 'Show a group so',
      body: portraitBody,
      errors: ['portrait-uri-format', 'portrait-uri-length', 'group-unknown-or-not-creator'],
      wording: { 'portrait-uri-length': { text: 'Length of portraitUri invalid.' } },
      handle: ({ me, body }) => setGroupPortrait(me.user, body.groupId, body.portraitUri),
    }),
    endpoint({
      method: 'POST',
      path: '/group/set_bulletin',
      summary: "Set a group's bulletin",
      body: bulletinBody,
      errors: ['bulletin-length', 'group-unknown-or-not-creator'],
      handle: ({ me, body }) => setGroupBulletin(me.user, body.groupId, body.bulletin),
    }),
    endpoint({
      method: 'POST',
      path: '/group/set_display_name',
      summary: 'What I call myself in a group',
      body: displayNameBody,
      errors: ['display-name-length', 'group-unknown'],
      wording: { 'display-name-length': { text: 'Length of display name invalid.' } },
      handle: ({ me, body }) => setGroupDisplayName(me.user, body.groupId, body.displayName),
    }),
    endpoint({
      method: 'GET',
      path: '/user/groups',
      summary: 'The groups I am in',
      result: z.array(myGroupResult),
      errors: [],
      async handle({ me }) {
        const groups = await listMyGroups(me.user);
        return groups.map((group) => presentMyGroup(idCodec, group));
      },
    }),
    endpoint({
      method: 'GET',
      path: '/group/:id',
      summary: 'A group, dismissed or not',
      params: groupParams,
      result: groupResult,
      errors: ['group-unknown'],
      handle: async ({ params }) => presentGroup(idCodec, await getGroup(readId(params.id))),
    }),
    endpoint({
      method: 'GET',
      path: '/group/:id/members',
      summary: 'The roster of a group I am in',
      params: groupParams,
      result: z.array(memberResult),
      errors: ['group-unknown', 'not-a-group-member'],
      wording: { 'not-a-group-member': { text: 'Only group member can get group member info.' } },
      async handle({ me, params }) {
        const members = await listGroupMembers(me.user, readId(params.id));
        return members.map((member) => presentMember(idCodec, member));
      },
    }),
  ];
}
