export type { ServerOptions } from './connect-options.js';
export { SqlStoreError, type SqlStoreErrorCode } from './errors.js';
export type { SchemaStatus } from './migrations/run.js';
export type { PoolUse } from './pool-use.js';
export type { Patience, Pause } from './retry.js';
export {
  type ClockReading,
  type HeldBack,
  openSqlSchema,
  openSqlStore,
  type SqlSchema,
  type SqlStore,
  type SqlStoreOptions,
} from './store.js';
