import { parseArgs } from 'node:util';
import { readConfig } from '../config.js';
import { kithContainer } from '../container/container.js';
import { signalToStop, stayingFor } from '../stop-signal.js';
import type { Command } from './command.js';

export const relayCommand: Command = {
  usage: '',
  summary: 'deliver what the IM cloud is to be told, and do nothing else; any number may run',
  async run(args, { env, out }) {
    parseArgs({ args: [...args] });
    const config = { ...readConfig(env), relay: true };
    const stopping = signalToStop();
    const container = kithContainer(config);
    try {
      await container.get('relay');
      await container.get('metricsServer');
      out(`Kith relays the outbox (${config.mode} mode).`);
      await stayingFor(stopping);
      out('Stopping: deliveries on their way are finished first. Once more stops at once.');
    } finally {
      await container.close();
    }
    return 0;
  },
};
