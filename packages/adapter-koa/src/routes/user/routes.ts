import { DomainError } from '@kith/core';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../../endpoint.js';
import { readUserId } from '../../fields.js';
import type { HttpServices } from '../../http-services.js';
import { RequestError } from '../../request-error.js';
import { presentProfile, profileResult } from './present.js';
import {
  batchQuery,
  findParams,
  nicknameBody,
  portraitUriBody,
  uploadTicketResult,
  userParams,
} from './schema.js';

/** Profiles (docs/wire/users.md). */
export const userEndpoints = ({
  idCodec,
  setNickname,
  setPortraitUri,
  getUser,
  getUsers,
  findUserByPhone,
  getUploadTicket,
}: HttpServices): readonly Endpoint[] => [
  endpoint({
    method: 'POST',
    path: '/user/set_nickname',
    summary: 'Call me so',
    body: nicknameBody,
    errors: ['nickname-length'],
    wording: { 'nickname-length': { text: 'Invalid nickname length.' } },
    handle: ({ me, body }) => setNickname(me.user, body.nickname),
  }),
  endpoint({
    method: 'POST',
    path: '/user/set_portrait_uri',
    summary: 'Show me so',
    body: portraitUriBody,
    errors: ['portrait-uri-format', 'portrait-uri-length'],
    handle: ({ me, body }) => setPortraitUri(me.user, body.portraitUri),
  }),
  endpoint({
    method: 'POST',
    path: '/user/upload_contacts',
    summary: 'Not offered',
    errors: ['not-implemented'],
    async handle() {
      throw new RequestError('not-implemented');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/user/get_image_token',
    summary: 'A permission to upload one image to the object store',
    result: uploadTicketResult,
    errors: ['uploads-unavailable'],
    handle: ({ me }) => getUploadTicket(me.user),
  }),
  endpoint({
    method: 'GET',
    path: '/user/batch',
    summary: 'Profiles of those who exist, in ascending order of their row',
    query: batchQuery,
    result: z.array(profileResult),
    errors: [],
    async handle({ query }) {
      const ids = query.map((encoded) => readUserId(idCodec, encoded)).filter((id) => id !== null);
      const users = await getUsers(ids);
      return users.map((user) => presentProfile(idCodec, user));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/user/find/:region/:phone',
    summary: 'The profile behind a phone number',
    limited: 'attempts',
    params: findParams,
    result: profileResult,
    errors: ['phone-invalid', 'user-unknown'],
    handle: async ({ params: { region, phone } }) =>
      presentProfile(idCodec, await findUserByPhone({ region, number: phone })),
  }),
  endpoint({
    method: 'GET',
    path: '/user/:id',
    summary: 'A profile',
    params: userParams,
    result: profileResult,
    errors: ['user-unknown'],
    async handle({ params }) {
      const id = readUserId(idCodec, params.id);
      if (id === null) throw new DomainError('user-unknown');
      return presentProfile(idCodec, await getUser(id));
    },
  }),
];
