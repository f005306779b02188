import { type ImCallbacks, type Presence, type RoutedMessage, userId } from '@kith/core';
import { inMemoryClock, inMemoryRateLimiter } from '@kith/core/in-memory';
import { sign } from '../fake/index.js';
import { type CallbackAnswer, type CallbackRequest, rongCloudCallbacks } from '../index.js';
import { encode, idCodec } from './open-cloud.js';

export const keys = { appKey: 'app-key', appSecret: '秘密Key' };
export const [ann, ben] = [userId(1), userId(2)];

/** A process that takes callbacks, and whoever may sign them. */
export function receiving(
  options: { readonly longestLine?: number; readonly receiver?: Partial<ImCallbacks> } = {},
) {
  const clock = inMemoryClock();
  const rateLimiter = inMemoryRateLimiter(clock);
  const [presences, heard, errors]: [Presence[], RoutedMessage[], unknown[]] = [[], [], []];
  const { receiver, ...rest } = options;
  const process = () =>
    rongCloudCallbacks({
      ...keys,
      clock,
      idCodec,
      rateLimiter,
      receiver: {
        onUserOnline: async (presence) => void presences.push(presence),
        onMessage: async (message) => void heard.push(message),
        ...receiver,
      },
      onError: (error) => errors.push(error),
      ...rest,
    });
  let nonces = 0;
  const signed = (timestamp = String(clock.now()), secret = keys.appSecret) => {
    nonces += 1;
    const nonce = String(nonces);
    return { nonce, signTimestamp: timestamp, signature: sign(secret, nonce, timestamp) };
  };
  return { ...process(), process, clock, signed, presences, heard, errors };
}

export const request = (
  query: Readonly<Record<string, string>>,
  body: string,
  rest: Partial<CallbackRequest> = {},
): CallbackRequest => ({
  method: 'POST',
  query: new URLSearchParams(query),
  headers: new Headers(),
  body,
  ...rest,
});

export const online = {
  userid: encode(ann),
  status: '0',
  os: 'iOS',
  time: 1_767_225_600_123,
  sessionId: 's1',
};
export const said = {
  fromUserId: encode(ann),
  toUserId: encode(ben),
  channelType: 'PERSON',
  objectName: 'RC:TxtMsg',
  content: '{"content":"a+b & ü"}',
  msgTimestamp: '1767225600123',
  msgUID: '5FGT-7VA9-G4DD-4V5P',
  sensitiveType: '0',
  source: 'iOS',
};
export const form = (fields: Readonly<Record<string, string>> = {}) =>
  new URLSearchParams({ ...said, ...fields }).toString();
export const refusal = ({ status, body }: CallbackAnswer) => [status, body];
