import type { Config } from '../config.js';
import { StartError } from '../start-error.js';
import { startServer } from '../start-server.js';
import { stopMessage, type WorkerMessage } from './messages.js';

/**
 * Serves, as one of several processes on one port, until the primary says stop. Signals are the primary's business: a
 * terminal sends them to all. Without the primary it ends at once, which is Node's doing.
 */
export async function serveAsWorker(config: Config): Promise<number> {
  process.on('SIGTERM', () => {}).on('SIGINT', () => {});
  const told = new Promise<void>((resolve) => {
    process.on('message', (message) => {
      if (message === stopMessage) resolve();
    });
  });
  try {
    const server = await startServer(config);
    tell({ kith: 'serving', url: server.url });
    await told;
    await server.stop();
    return 0;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    tell({ kith: 'refused', reason: error.message });
    return 1;
  } finally {
    process.disconnect();
  }
}

const tell = (message: WorkerMessage): void => void process.send?.(message);
