import { groupId, type MessageTarget, userId } from '@kith/core';
import { type Endpoint, endpoint } from '../../endpoint.js';
import type { HttpServices } from '../../http-services.js';
import { RequestError } from '../../request-error.js';
import { sendMessageBody } from './schema.js';

const targets = new Map<unknown, (id: number) => MessageTarget>([
  ['PRIVATE', (id) => ({ kind: 'private', to: userId(id) })],
  ['GROUP', (id) => ({ kind: 'group', to: groupId(id) })],
]);

/** Messages in the caller's name (docs/wire/misc.md). */
export const messageEndpoints = ({
  idCodec,
  sendMessage,
}: Pick<HttpServices, 'idCodec' | 'sendMessage'>): readonly Endpoint[] => [
  endpoint({
    method: 'POST',
    path: '/misc/send_message',
    summary: 'Send a message to a friend or to a group I am in',
    body: sendMessageBody(idCodec),
    errors: ['conversation-type-unknown', 'not-a-friend', 'not-a-group-member'],
    wording: {
      'not-a-friend': { text: 'User {targetId} is not your friend.' },
      'not-a-group-member': { text: 'Your are not member of Group {targetId}.' },
    },
    async handle({ me, body: { conversationType, targetId, objectName, content, pushContent } }) {
      const target = targets.get(conversationType)?.(targetId);
      if (!target) throw new RequestError('conversation-type-unknown');
      await sendMessage(me.user, { target, objectName, content, pushContent });
    },
  }),
];
