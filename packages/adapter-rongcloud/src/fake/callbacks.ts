// What RongCloud tells the app's server by itself.
import { z } from 'zod';
import { type Credentials, sign } from './signature.js';

/** How a callback is signed and sent, where it should not be as RongCloud does it. */
const mannerSchema = z.strictObject({
  /** Otherwise the one of the options. */
  url: z.url().optional(),
  /** When it says it was signed, in milliseconds since 1970; now, unless said. */
  signedAt: z.int().optional(),
  /** Of somebody who does not know the right one. */
  appSecret: z.string().optional(),
  /** Most pages say query, the one on audits says header. */
  signIn: z.enum(['query', 'header']).optional(),
});

const statusSchema = z.strictObject({
  userid: z.string(),
  /** 0 online, 1 offline, 2 logged out. */
  status: z.enum(['0', '1', '2']),
  os: z.string().default('iOS'),
  time: z.int().optional(),
  clientIp: z.string().default('192.0.2.1:52000'),
  sessionId: z.string().default(''),
});

export const onlineStatusSchema = mannerSchema.extend({
  statuses: z.array(statusSchema).min(1).readonly(),
  /** The page shows one object; some data centres are said to send a list. */
  as: z.enum(['list', 'object']).default('list'),
});

export const routedMessageSchema = mannerSchema.extend({
  message: z.looseObject({
    fromUserId: z.string(),
    toUserId: z.string(),
    objectName: z.string(),
    content: z.string(),
    channelType: z.enum(['PERSON', 'PERSONS', 'GROUP', 'TEMPGROUP', 'NOTIFY', 'ULTRAGROUP']),
    msgUID: z.string(),
    groupUserIds: z.array(z.string()).readonly().default([]),
  }),
});

export type OnlineStatusCallback = z.input<typeof onlineStatusSchema>;
export type RoutedMessageCallback = z.input<typeof routedMessageSchema>;

/** Where callbacks go unless they say otherwise. */
export interface CallbackUrls {
  onlineStatus?: string | undefined;
  messages?: string | undefined;
}

/** What the app's server answered. */
export interface CallbackAnswer {
  readonly status: number;
  readonly body: string;
}

interface Needs extends Credentials {
  readonly urls: CallbackUrls;
  readonly now: () => number;
}

const timeoutMs = 5000;

export function callbacks({ appKey, appSecret, urls, now }: Needs) {
  let count = 0;

  const send = async (
    manner: z.output<typeof mannerSchema>,
    configured: string | undefined,
    contentType: string,
    body: string,
  ): Promise<CallbackAnswer> => {
    const address = manner.url ?? configured;
    if (address === undefined) throw new Error('No URL is set for this callback.');
    count += 1;
    const [nonce, timestamp] = [String(count), String(manner.signedAt ?? now())];
    const signature = sign(manner.appSecret ?? appSecret, nonce, timestamp);
    const signed = { appKey, nonce, signTimestamp: timestamp, signature };
    const url = new URL(address);
    const isInQuery = manner.signIn !== 'header';
    if (isInQuery) for (const [name, value] of Object.entries(signed)) url.searchParams.set(name, value);
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': contentType, ...(isInQuery ? {} : signed) },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: answer.status, body: await answer.text() };
  };

  return {
    async onlineStatus(callback: OnlineStatusCallback): Promise<CallbackAnswer> {
      const { statuses, as, ...manner } = onlineStatusSchema.parse(callback);
      const timed = statuses.map((status) => ({ ...status, time: status.time ?? now() }));
      const body = JSON.stringify(as === 'list' ? timed : timed[0]);
      return send(manner, urls.onlineStatus, 'application/json', body);
    },

    async message(callback: RoutedMessageCallback): Promise<CallbackAnswer> {
      const { message, ...manner } = routedMessageSchema.parse(callback);
      const { groupUserIds, ...single } = message;
      const body = new URLSearchParams({
        msgTimestamp: String(now()),
        sensitiveType: '0',
        source: 'iOS',
        timestamp: String(now()),
        clientIp: '192.0.2.1:52000',
        ...Object.fromEntries(Object.entries(single).map(([name, value]) => [name, String(value)])),
      });
      for (const id of groupUserIds) body.append('groupUserIds', id);
      return send(manner, urls.messages, 'application/x-www-form-urlencoded', body.toString());
    },
  };
}

export type Callbacks = ReturnType<typeof callbacks>;
