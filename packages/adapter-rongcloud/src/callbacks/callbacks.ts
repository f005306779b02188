import {
  type Clock,
  type Conversation,
  epochMs,
  groupId,
  type IdCodec,
  type ImCallbacks,
  type PresenceStatus,
  type RateLimiter,
  type UserId,
  userId,
} from '@kith/core';
import type { Keys } from '../client/signature.js';
import { type MessageFields, readMessage, readStatuses, type StatusFields } from './bodies.js';
import { line } from './line.js';
import { prove } from './proof.js';
import { type CallbackHandler, CallbackRefusal } from './request.js';

export interface RongCloudCallbacksOptions extends Keys {
  readonly clock: Clock;
  readonly idCodec: IdCodec;
  /** Remembers what came before, for all processes that share it. */
  readonly rateLimiter: Pick<RateLimiter, 'take'>;
  /** Hears of what concerns users and groups that are ours. */
  readonly receiver: ImCallbacks;
  /** How far the time of a signature may be from ours, in ms. 5 minutes unless given. */
  readonly windowMs?: number;
  /** How many may wait for the receiver; then RongCloud is told to come later. 1000 unless given. */
  readonly longestLine?: number;
  /** Hears of what the receiver failed with. */
  readonly onError: (error: unknown) => void;
}

export interface RongCloudCallbacks {
  /** "User online status": JSON, one object or a list. */
  readonly onlineStatus: CallbackHandler;
  /** "Full message routing": a form. */
  readonly messages: CallbackHandler;
  /** Done when the receiver has heard all that was answered. */
  settled(): Promise<void>;
}

const fiveMinutesMs = 300_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const retryAfterSeconds = 5;

/**
 * What RongCloud calls: handlers for any HTTP server. A callback is answered when it is proved, readable and not seen before;
 * the receiver hears of it after that, one at a time, in the order they came.
 *
 * Answers 200 `ok`; 400 naming the field; 401 for a signature that is missing, wrong, stale or was used before; 405; 503 when
 * too many wait. Ids that do not decode, and conversations that are neither of two users nor of a group, are passed over.
 *
 * @throws whatever `rateLimiter` does; RongCloud may come again then
 */
export function rongCloudCallbacks(options: RongCloudCallbacksOptions): RongCloudCallbacks {
  const { rateLimiter, receiver, idCodec, windowMs = fiveMinutesMs, longestLine = 1_000, onError } = options;
  const { isFull, add, settled } = line(longestLine, onError);
  const ids = decoders(idCodec);

  const isFirst = async (key: string, ms: number): Promise<boolean> =>
    (await rateLimiter.take(`rongcloud:${key}`, { limit: 1, windowMs: ms })) === 0;

  const handler =
    <Fields>(read: (body: string) => Fields, tell: (fields: Fields) => void): CallbackHandler =>
    async (request) => {
      try {
        if (request.method !== 'POST') throw new CallbackRefusal(405, 'Only POST.', { Allow: 'POST' });
        const signature = prove(request, { ...options, windowMs });
        const fields = read(request.body);
        if (isFull())
          throw new CallbackRefusal(503, 'Too many at once.', { 'Retry-After': `${retryAfterSeconds}` });
        // It is good from as long before its time as after, by clocks that may differ a little.
        if (!(await isFirst(`signature:${signature}`, 2 * windowMs + minuteMs)))
          throw new CallbackRefusal(401, 'Signature used before.');
        tell(fields);
        return { status: 200, body: 'ok' };
      } catch (error) {
        if (!(error instanceof CallbackRefusal)) throw error;
        return { status: error.status, headers: error.headers, body: error.message };
      }
    };

  const tellStatus = ({ userid, status, os, time, sessionId }: StatusFields): void => {
    const user = ids.user(userid);
    if (user === null) return;
    add(() =>
      receiver.onUserOnline({ user, status: presenceOf[status], os, at: epochMs(time), session: sessionId }),
    );
  };

  const tellMessage = (fields: MessageFields): void => {
    const from = ids.user(fields.fromUserId);
    const conversation = conversationOf(fields, ids);
    if (from === null || conversation === null) return;
    const directedTo = fields.groupUserIds.flatMap((id) => ids.user(id) ?? []);
    // Not for others than those it was for, even if we know none of them.
    if (fields.groupUserIds.length > 0 && directedTo.length === 0) return;
    add(async () => {
      if (!(await isFirst(`message:${fields.msgUID}`, hourMs))) return;
      await receiver.onMessage({
        uid: fields.msgUID,
        from,
        conversation,
        directedTo,
        objectName: fields.objectName,
        content: fields.content,
        source: fields.source,
        sentAt: epochMs(fields.msgTimestamp),
      });
    });
  };

  return {
    onlineStatus: handler(readStatuses, (statuses) => statuses.forEach(tellStatus)),
    messages: handler(readMessage, tellMessage),
    settled,
  };
}

const presenceOf = { 0: 'online', 1: 'offline', 2: 'logged-out' } as const satisfies Record<
  StatusFields['status'],
  PresenceStatus
>;

interface Decoders {
  user(text: string): UserId | null;
  conversation: {
    readonly [Channel in MessageFields['channelType']]?: (text: string) => Conversation | null;
  };
}

function decoders({ decode }: IdCodec): Decoders {
  const user = (text: string): UserId | null => {
    const id = decode(text);
    return id === null ? null : userId(id);
  };
  return {
    user,
    conversation: {
      PERSON(text) {
        const to = user(text);
        return to === null ? null : { kind: 'private', to };
      },
      GROUP(text) {
        const to = decode(text);
        return to === null ? null : { kind: 'group', to: groupId(to) };
      },
    },
  };
}

const conversationOf = ({ channelType, toUserId }: MessageFields, ids: Decoders): Conversation | null =>
  ids.conversation[channelType]?.(toUserId) ?? null;
