import type { Config } from '../config.js';
import { backgroundModule } from './background.module.js';
import { coreModule } from './core.module.js';
import { type ServiceModule, type Wiring, wire } from './facade.js';
import { imModule } from './im.module.js';
import { koaModule } from './koa.module.js';
import { metricsModule } from './metrics.module.js';
import { platformModule } from './platform.module.js';
import { module, type ServerServices } from './services.js';
import { smsModule } from './sms.module.js';
import { sqlModule } from './sql.module.js';

export type ServerModule = ServiceModule<ServerServices>;
export type ServerContainer = Wiring<ServerServices>;

/**
 * Everything the server is made of. Nothing is made before it is asked for; `modules` take the place of ours where they
 * bind the same keys. Closing the container closes all that was made: sockets, the relay, the database.
 *
 * @throws Error naming each service that is needed and bound by nobody
 */
export const kithContainer = (config: Config, ...modules: readonly ServerModule[]): ServerContainer =>
  wire(
    module((bind) => bind.value('config', config)),
    platformModule,
    sqlModule,
    smsModule,
    imModule,
    coreModule,
    backgroundModule,
    metricsModule,
    koaModule,
    ...modules,
  );
