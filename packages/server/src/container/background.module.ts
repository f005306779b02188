import { housekeeping } from '../housekeeping.js';
import { noRelay, outboxRelay } from '../relay.js';
import type { Repeated } from '../repeat.js';
import { module } from './services.js';

/** What goes on beside the requests, in this process. */
export const backgroundModule = module((bind) => {
  bind.singleton(
    'relay',
    ['config', 'deliverOutbox', 'logger'],
    ({ config, deliverOutbox, logger }) =>
      config.relay
        ? started(
            outboxRelay({
              deliverOutbox,
              onError: (error) => logger.error({ err: error }, 'a pass of the outbox relay failed'),
            }),
          )
        : noRelay,
    (relay) => relay.stop(),
  );
  bind.singleton(
    'housekeeping',
    ['config', 'unitOfWork', 'clock', 'logger'],
    ({ config: { imMessagesKeptMs }, logger, ...needs }) =>
      started(
        housekeeping({
          ...needs,
          imMessagesKeptMs,
          onError: (error) => logger.error({ err: error }, 'housekeeping failed'),
        }),
      ),
    (running) => running.stop(),
  );
});

function started<Work extends Repeated>(work: Work): Work {
  work.start();
  return work;
}
