import { orderingKey } from '@kith/core';
import { localImGateway } from '../platform/index.js';
import { module } from './services.js';

/** The IM cloud. */
export const imModule = module((bind) => {
  bind.singleton('imCloud', ['logger', 'random'], ({ logger, random }) =>
    localImGateway({
      random,
      // What people wrote to one another is not for the log.
      log: ({ event }) =>
        logger.debug({ event: event.type, key: orderingKey(event) }, 'told the local IM gateway'),
    }),
  );
  bind.singleton('imGateway', ['imCloud'], ({ imCloud }) => imCloud);
  bind.singleton('imDirectory', ['imCloud'], ({ imCloud }) => imCloud);
});
