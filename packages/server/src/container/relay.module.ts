import { outboxRelay } from '../relay.js';
import { module } from './services.js';

/** Delivers the outbox in this process. */
export const relayModule = module((bind) => {
  bind.singleton(
    'relay',
    ['deliverOutbox', 'logger'],
    ({ deliverOutbox, logger }) => {
      const relay = outboxRelay({
        deliverOutbox,
        onError: (error) => logger.error({ err: error }, 'a pass of the outbox relay failed'),
      });
      relay.start();
      return relay;
    },
    (relay) => relay.stop(),
  );
});
