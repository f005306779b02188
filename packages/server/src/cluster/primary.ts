import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.js';
import { kithContainer } from '../container/container.js';
import { createLogger } from '../logging.js';
import { clusterText } from '../metrics/cluster-text.js';
import { serveMetrics } from '../metrics/metrics-server.js';
import { StartError } from '../start-error.js';
import { type Crew, type Member, startCrew } from './crew.js';
import { readWorkerMessage, stopMessage } from './messages.js';

const cli = fileURLToPath(new URL('../cli.js', import.meta.url));

/**
 * Serves by several processes on one port.
 *
 * @throws StartError in words for whoever operates it; no process is left then
 */
export async function startCluster(config: Config): Promise<Crew> {
  await openOnce(config);
  cluster.setupPrimary({ exec: cli, args: ['serve'] });
  const logger = createLogger(config);
  const onEnd = (reason: unknown) =>
    logger.error(reason ? { err: reason } : {}, 'a worker ended; another one takes its place');
  const metrics = config.metrics && (await serveMetrics(config.metrics, clusterText()));
  try {
    const crew = await startCrew({ size: config.workers, hire, onEnd });
    return {
      ...crew,
      async stop() {
        await crew.stop();
        await metrics?.stop(0);
      },
    };
  } catch (error) {
    await metrics?.stop(0);
    throw error;
  }
}

/** So that the schema is changed once, and what is wrong with the database is said once. */
async function openOnce(config: Config): Promise<void> {
  const container = kithContainer({ ...config, serves: false });
  try {
    await container.get('store');
  } finally {
    await container.close();
  }
}

function hire(): Member {
  const worker = cluster.fork();
  const ended = once(worker, 'exit').then(() => {});
  return { serving: serving(worker, ended), ended, stop: () => tell(worker) };
}

function serving(worker: Worker, ended: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: unknown) => {
      const known = readWorkerMessage(message);
      if (known?.kith === 'serving') resolve(known.url);
      if (known?.kith === 'refused') reject(new StartError(known.reason));
    });
    worker.on('error', reject);
    void ended.then(() => reject(new StartError('A worker ended before it served.')));
  });
}

function tell(worker: Worker): void {
  if (worker.isConnected()) worker.send(stopMessage);
}
