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

interface Cluster extends Crew {
  /** Where Prometheus asks; null: nowhere. */
  readonly metricsUrl: string | null;
}

/**
 * Serves by several processes on one port.
 *
 * @throws StartError in words for whoever operates it; no process is left then
 */
export async function startCluster(config: Config): Promise<Cluster> {
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
      metricsUrl: metrics?.url ?? null,
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
  let isServing = false;
  const serving = firstWord(worker, ended).then((url) => {
    isServing = true;
    return url;
  });
  return { serving, ended, stop: () => (isServing ? tellToStop(worker) : kill(worker)) };
}

function firstWord(worker: Worker, ended: Promise<void>): Promise<string> {
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

/** One that is just ending hears nothing any more, which is no fault. */
const tellToStop = (worker: Worker): void => void worker.send(stopMessage, () => {});

/** One that does not serve yet has nothing to finish, and may not be listening yet. */
const kill = (worker: Worker): void => void worker.process.kill('SIGKILL');
