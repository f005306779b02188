export { SqlStoreError, type SqlStoreErrorCode } from './errors.js';
export type { SchemaStatus } from './migrations/run.js';
export type { Patience, Pause } from './retry.js';
export { openSqlSchema, openSqlStore, type SqlSchema, type SqlStore, type SqlStoreOptions } from './store.js';
