import type { RequestListener } from 'node:http';
import type { Webhook } from '@kith/adapter-koa';
import type { RongCloudCallbacks } from '@kith/adapter-rongcloud';
import type { SqlStore } from '@kith/adapters-sql';
import type { ImCallbacks, ImDirectory, ImGateway, Services } from '@kith/core';
import type { Config } from '../config.js';
import type { Housekeeping } from '../housekeeping.js';
import type { HttpServer } from '../http-server.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Relay } from '../relay.js';
import { serviceModule } from './facade.js';

/** Every service of the server by its key. */
export interface ServerServices extends Services {
  readonly config: Config;
  readonly logger: Logger;
  readonly store: SqlStore;
  /** Both sides of the one IM cloud. */
  readonly imCloud: ImGateway & ImDirectory & { close?(): Promise<void> };
  /** Hears what the IM cloud tells by itself. */
  readonly imCallbacks: ImCallbacks;
  /** Null where none are configured. */
  readonly rongCloudCallbacks: RongCloudCallbacks | null;
  readonly webhooks: readonly Webhook[];
  readonly requestListener: RequestListener;
  /** Runs since it was made, until the container closes; so does housekeeping. */
  readonly relay: Relay;
  readonly housekeeping: Housekeeping;
  /** Null where none are configured. */
  readonly metrics: Metrics | null;
  readonly metricsServer: HttpServer | null;
  /** Listens since it was made, until the container closes. */
  readonly httpServer: HttpServer;
}

/** Makes a module for the server's container. */
export const module = serviceModule<ServerServices>();
