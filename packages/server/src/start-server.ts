import type { Config } from './config.js';
import { kithContainer, type ServerContainer, type ServerModule } from './container/container.js';

/** A server that listens. */
export interface RunningServer {
  /** 'http://127.0.0.1:8585' */
  readonly url: string;
  /** Where Prometheus asks; null: nowhere. */
  readonly metricsUrl: string | null;
  readonly container: ServerContainer;
  /** Takes no more connections, finishes the requests in flight, stops the relay, closes the database. */
  stop(): Promise<void>;
}

/**
 * Opens the database, starts the relay, listens. `modules` take the place of ours where they bind the same services.
 *
 * @throws StartError in words for whoever operates it; nothing is left open then
 */
export async function startServer(
  config: Config,
  ...modules: readonly ServerModule[]
): Promise<RunningServer> {
  const container = kithContainer(config, ...modules);
  try {
    const { url } = await container.get('httpServer');
    const metrics = await container.get('metricsServer');
    return { url, metricsUrl: metrics?.url ?? null, container, stop: () => container.close() };
  } catch (error) {
    await container.close();
    throw error;
  }
}
