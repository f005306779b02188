import type { IncomingHttpHeaders } from 'node:http';
import compose from 'koa-compose';
import type { Context, Middleware } from '../context.js';
import type { Webhook, WebhookRequest } from '../webhook.js';
import { rawBody } from './body.js';

/** Answers what is the path of a webhook, before all that is for clients: CORS, JSON, sessions. */
export function webhooks(hooks: readonly Webhook[], errors: Middleware): Middleware {
  const byPath = new Map(hooks.map((hook) => [hook.path as string, hook]));
  return async (context, next) => {
    const hook = byPath.get(context.path);
    if (!hook) return next();
    context.state.kith.webhook = hook.name;
    await compose<Context>([errors, rawBody, answering(hook)])(context);
  };
}

const answering =
  (hook: Webhook): Middleware =>
  async (context) => {
    const { status, headers = {}, body = '' } = await hook.handle(requestOf(context));
    context.status = status;
    context.set({ ...headers });
    context.body = body;
    context.type = 'text/plain; charset=utf-8';
  };

function requestOf({ method, querystring, headers, ip, request }: Context): WebhookRequest {
  const body: unknown = request.body;
  return {
    method,
    query: new URLSearchParams(querystring),
    headers: headersOf(headers),
    body: typeof body === 'string' ? body : '',
    address: ip,
  };
}

function headersOf(incoming: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  return headers;
}
