import type { Clock } from '@kith/core';
import type { Middleware } from '../context.js';
import type { Ids } from '../http-services.js';
import type { AccessLine } from '../options.js';

/** Tells of each request, in terms that hold no secret: the route's path as declared, never the address. */
export const accessLog =
  (
    log: (line: AccessLine) => void,
    { clock, idCodec }: { readonly clock: Clock; readonly idCodec: Ids },
  ): Middleware =>
  async (context, next) => {
    const startedAt = clock.now();
    await next();
    const { requestId, endpoint, webhook, signedIn } = context.state.kith;
    log({
      requestId,
      method: context.method,
      route: webhook ?? endpoint?.path ?? null,
      status: context.status,
      ms: clock.now() - startedAt,
      userId: signedIn ? idCodec.encode(signedIn.user) : null,
    });
  };
