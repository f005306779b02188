import type { Random } from '@kith/core';
import type { Middleware } from '../context.js';

const header = 'X-Request-Id';
const acceptable = /^[\w.-]{1,64}$/;

/** Names the request, by the name it came with if that is harmless, so that log lines of several servers can be joined. */
export const requestId =
  (random: Random): Middleware =>
  async (context, next) => {
    const given = context.get(header);
    const id = acceptable.test(given) ? given : random.uuid();
    context.state.kith = { requestId: id };
    context.set(header, id);
    await next();
  };
