import { type RongCloudCallbacks, rongCloud, rongCloudCallbacks } from '@kith/adapter-rongcloud';
import { type ImCallbacks, keepImRecords, orderingKey } from '@kith/core';
import { localImGateway } from '../platform/index.js';
import { module } from './services.js';

/** The IM cloud, and what it tells by itself. */
export const imModule = module((bind) => {
  bind.singleton(
    'imCloud',
    ['config', 'logger', 'metrics', 'idCodec', 'clock', 'random'],
    ({ config, logger, metrics, ...needs }) =>
      config.rongCloud
        ? rongCloud(config.rongCloud, {
            ...needs,
            log: logger,
            onCircuit: (isOpen) => metrics?.imCloud(!isOpen),
          })
        : localImGateway({
            ...needs,
            // What people wrote to one another is not for the log.
            log: ({ event }) =>
              logger.debug({ event: event.type, key: orderingKey(event) }, 'told the local IM gateway'),
          }),
    (cloud) => cloud.close?.(),
  );
  bind.singleton('imGateway', ['imCloud'], ({ imCloud }) => imCloud);
  bind.singleton('imDirectory', ['imCloud'], ({ imCloud }) => imCloud);

  bind.singleton('imCallbacks', ['config', 'unitOfWork'], ({ config, unitOfWork }) =>
    config.rongCloud?.callbacks?.store ? keepImRecords({ unitOfWork }) : nobody,
  );
  bind.singleton(
    'rongCloudCallbacks',
    ['config', 'clock', 'idCodec', 'rateLimiter', 'imCallbacks', 'logger'],
    ({ config: { rongCloud: settings }, imCallbacks, logger, ...needs }) =>
      settings?.callbacks
        ? rongCloudCallbacks({
            ...settings,
            ...needs,
            windowMs: settings.callbacks.windowMs,
            receiver: imCallbacks,
            onError: (error) => logger.error({ err: error }, 'what RongCloud told was lost'),
          })
        : null,
    (callbacks) => callbacks?.settled(),
  );
  bind.singleton(
    'webhooks',
    ['config', 'rongCloudCallbacks'],
    ({ config, rongCloudCallbacks: callbacks }) => {
      const path = config.rongCloud?.callbacks?.path;
      return path && callbacks ? webhooksAt(path, callbacks) : [];
    },
  );
});

const nobody: ImCallbacks = { async onUserOnline() {}, async onMessage() {} };

const webhooksAt = (path: `/${string}`, { onlineStatus, messages }: RongCloudCallbacks) => [
  { name: 'rongcloud:online', path: `${path}/online`, handle: onlineStatus } as const,
  { name: 'rongcloud:messages', path: `${path}/messages`, handle: messages } as const,
];
