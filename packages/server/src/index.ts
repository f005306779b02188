export { type Config, readConfig } from './config.js';
export { kithContainer, type ServerContainer, type ServerModule } from './container/container.js';
export {
  type Binder,
  type ServiceModule,
  serviceId,
  serviceModule,
  type Wiring,
  wire,
} from './container/facade.js';
export { module, type ServerServices } from './container/services.js';
export type { Secrets } from './development-secrets.js';
export { ConfigError } from './environment.js';
export { type Housekeeping, housekeeping } from './housekeeping.js';
export { type HttpServer, listen } from './http-server.js';
export { createLogger, type Logger } from './logging.js';
export * from './platform/index.js';
export { outboxRelay, type Relay } from './relay.js';
export { StartError } from './start-error.js';
export { type RunningServer, startServer } from './start-server.js';
