// The same by HTTP, for a test that runs in another process.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Callbacks, type CallbackUrls, onlineStatusSchema, routedMessageSchema } from './callbacks.js';
import type { ClientApps } from './client-apps.js';
import { Refusal } from './refusal.js';
import { type FakeCall, readBody } from './server.js';
import type { stateAsJson } from './state.js';
import { type Trouble, troubleSchema } from './troubles.js';

/** What a test can see and do, in this process or by HTTP. */
export interface Steering {
  /** Maps as objects, sets as lists, both sorted. `GET /_fake/state` */
  stateAsJson(): ReturnType<typeof stateAsJson>;
  /** Every call since the start, the refused too. `GET /_fake/calls` */
  readonly calls: readonly FakeCall[];
  /** Does things wrong: the next `times` times or until told to behave. Several such wishes are met in turn. */
  misbehave(trouble: Trouble): void;
  behave(): void;
  /** What the users' apps do. `POST /_fake/client/...` */
  readonly clients: ClientApps;
  /** Tells the app's server something, as RongCloud does. `POST /_fake/callback/...` */
  readonly callbacks: Callbacks;
  /** Forgets everything, in the file too, and behaves. */
  reset(): void;
}

interface Controlled extends Steering {
  readonly urls: CallbackUrls;
}

const messageSchema = z.strictObject({
  from: z.string(),
  toUser: z.string().exactOptional(),
  toGroup: z.string().exactOptional(),
  objectName: z.string().exactOptional(),
  content: z.string().exactOptional(),
});

type Action = (fake: Controlled, body: unknown) => unknown;

const actions: Readonly<Record<string, Action>> = {
  'GET /_fake/state': (fake) => fake.stateAsJson(),
  'GET /_fake/calls': (fake) => fake.calls,
  'POST /_fake/misbehave': (fake, body) => fake.misbehave(troubleSchema.parse(body)),
  'POST /_fake/behave': (fake) => fake.behave(),
  'POST /_fake/reset': (fake) => fake.reset(),
  'POST /_fake/client/connect': (fake, body) =>
    fake.clients.connect(z.strictObject({ token: z.string() }).parse(body).token),
  'POST /_fake/client/disconnect': (fake, body) =>
    fake.clients.disconnect(z.strictObject({ user: z.string() }).parse(body).user),
  'POST /_fake/client/send': (fake, body) => fake.clients.send(messageSchema.parse(body)),
  'POST /_fake/callback-urls': (fake, body) => {
    const url = z.url().optional();
    Object.assign(fake.urls, z.strictObject({ onlineStatus: url, messages: url }).parse(body));
  },
  'POST /_fake/callback/online-status': (fake, body) =>
    fake.callbacks.onlineStatus(onlineStatusSchema.parse(body)),
  'POST /_fake/callback/message': (fake, body) => fake.callbacks.message(routedMessageSchema.parse(body)),
};

const parse = (body: string): unknown => {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch {
    throw new Refusal(1002, 'the body must be JSON');
  }
};

const answerTo = async (fake: Controlled, action: Action | undefined, body: string) => {
  if (!action) return { status: 404, answer: { error: `There is only ${Object.keys(actions).join(', ')}.` } };
  try {
    return { status: 200, answer: (await action(fake, parse(body))) ?? {} };
  } catch (error) {
    return { status: 400, answer: { error: error instanceof Error ? error.message : String(error) } };
  }
};

/** JSON in, JSON out, without a signature: whoever reaches the port may steer the fake. */
export const control =
  (fake: Controlled) =>
  async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const body = await readBody(request);
    if (body === null) return;
    const { status, answer } = await answerTo(fake, actions[`${request.method} ${path}`], body);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(answer));
  };
