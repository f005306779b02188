import type { RequestListener } from 'node:http';
import { kithApp, type Webhook } from '@kith/adapter-koa';
import type { UseCases } from '@kith/core';
import { listen } from '../http-server.js';
import type { Relay } from '../relay.js';
import { listenErrorOf } from '../start-error.js';
import { module } from './services.js';

/** How long a stop waits for requests in flight. */
const graceMs = 10_000;

const useCases = [
  'sendCode',
  'verifyCode',
  'isPhoneAvailable',
  'register',
  'logIn',
  'logOut',
  'authenticate',
  'resetPassword',
  'changePassword',
  'getImToken',
  'setNickname',
  'setPortraitUri',
  'getUser',
  'getUsers',
  'findUserByPhone',
  'getUploadTicket',
  'inviteFriend',
  'answerFriendRequest',
  'deleteFriend',
  'setFriendDisplayName',
  'listFriendships',
  'getFriendProfile',
  'blockUser',
  'unblockUser',
  'listBlocked',
  'createGroup',
  'addGroupMembers',
  'joinGroup',
  'kickGroupMembers',
  'quitGroup',
  'transferGroup',
  'dismissGroup',
  'renameGroup',
  'setGroupPortrait',
  'setGroupBulletin',
  'setGroupDisplayName',
  'getGroup',
  'getGroups',
  'listGroupMembers',
  'listMyGroups',
  'pullChanges',
  'streamChanges',
  'sendMessage',
] as const satisfies readonly (keyof UseCases)[];

/** The HTTP interface, and the server that offers it. */
export const koaModule = module((bind) => {
  bind.singleton(
    'requestListener',
    ['config', 'logger', 'metrics', 'webhooks', 'clock', 'idCodec', 'random', 'rateLimiter', ...useCases],
    ({ config, logger, metrics, webhooks, ...services }) => {
      const app = kithApp(services, {
        mode: config.mode,
        cookie: config.cookie,
        authKeys: config.secrets.authKeys,
        corsOrigins: config.corsOrigins,
        trustProxy: config.trustProxy,
        ...(config.addressLimits && { addressLimits: config.addressLimits }),
        webhooks,
        log: (line) => {
          metrics?.observe(line);
          logger.info(line, 'request');
        },
        onError: (error) => logger.error({ err: error }, 'a request failed'),
      });
      return app.callback();
    },
  );
  // What goes on beside the requests begins with it, and is closed after it.
  bind.singleton(
    'httpServer',
    ['requestListener', 'webhooks', 'relay', 'housekeeping', 'metricsServer', 'config'],
    ({ requestListener, webhooks, relay, config }) =>
      listen(wakeAfterWrites(requestListener, relay, webhooks), config).catch((error) =>
        Promise.reject(listenErrorOf(error, config)),
      ),
    (server) => server.stop(graceMs),
  );
});

/** What a request wrote is delivered at once, instead of when the relay looks the next time. Webhooks write nothing for it. */
function wakeAfterWrites(
  listener: RequestListener,
  relay: Relay,
  webhooks: readonly Webhook[],
): RequestListener {
  const hooks = new Set<string | undefined>(webhooks.map(({ path }) => path));
  return (request, response) => {
    const isWrite = request.method !== 'GET' && !hooks.has(request.url?.split('?', 1)[0]);
    if (isWrite) response.once('finish', relay.wake);
    listener(request, response);
  };
}
