import { DomainError, isDomainError } from '@kith/core';
import type { Call } from '../client/client.js';
import { publication } from '../client/endpoint.js';
import type { Fields } from '../client/form.js';
import { chunks } from './chunks.js';

/** Whoever gets it counts towards the limit of the app. */
const routes = {
  private: { endpoint: publication('/message/private/publish.json'), target: 'toUserId', atOnce: 1_000 },
  group: { endpoint: publication('/message/group/publish.json'), target: 'toGroupId', atOnce: 3 },
  system: { endpoint: publication('/message/system/publish.json'), target: 'toUserId', atOnce: 100 },
} as const;

export interface Message {
  /** Need not be known to RongCloud, nor be a member. */
  readonly from: string;
  /** At most 32 characters; those of one's own do not begin with `RC:`. */
  readonly objectName: string;
  /** Of RongCloud's own types: the JSON text of an object. */
  readonly content: string;
  /** What a device shows when the app is closed. '' for the type's own text, if it has one. */
  readonly pushContent?: string;
}

const fieldsOf = ({ from, objectName, content, pushContent = '' }: Message): Fields => ({
  fromUserId: from,
  objectName,
  content,
  pushContent: pushContent === '' ? undefined : pushContent,
});

export const messageApi = (call: Call) => {
  const publish = async (
    route: keyof typeof routes,
    targets: readonly string[],
    fields: Fields,
  ): Promise<void> => {
    const { endpoint, target, atOnce } = routes[route];
    let said = 0;
    for (const part of chunks(targets, atOnce)) {
      try {
        await call(endpoint, { ...fields, [target]: part }, part.length);
      } catch (error) {
        // Those of the parts before have it; all of it again would come to them twice.
        if (said === 0 || !isDomainError(error, 'im-unavailable')) throw error;
        throw new DomainError('im-uncertain', { reason: `sent to ${said} of ${targets.length}` });
      }
      said += part.length;
    }
  };

  return {
    /** `honourBlacklist`: not to those who block the sender; otherwise they get it, as all that a server sends. */
    toUsers: (users: readonly string[], message: Message, { honourBlacklist = false } = {}) =>
      publish('private', users, { ...fieldsOf(message), verifyBlacklist: honourBlacklist ? 1 : undefined }),
    /** `isMentioned`: the content has `mentionedInfo`, which clients look at only then. */
    toGroups: (groups: readonly string[], message: Message, { isMentioned = false } = {}) =>
      publish('group', groups, { ...fieldsOf(message), isMentioned: isMentioned ? 1 : undefined }),
    asSystem: (users: readonly string[], message: Message) => publish('system', users, fieldsOf(message)),
  };
};
