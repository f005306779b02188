export { type InMemoryStore, inMemoryStore, type Snapshot } from './store.js';
export { type InMemoryUnitOfWorkOptions, inMemoryUnitOfWork } from './unit-of-work.js';
