import type { Clock } from '@kith/core';
import { type InMemoryStore, inMemoryStore, inMemoryUnitOfWork } from '@kith/core/in-memory';
import type { TestStore } from '../test-store.js';

/** Every write is run twice, the first time for nothing, so that nothing of a first run may be left. */
export const openInMemory = async (clock: Clock): Promise<TestStore> => openOn(inMemoryStore(), clock);

function openOn(store: InMemoryStore, clock: Clock): TestStore {
  return {
    unitOfWork: inMemoryUnitOfWork({ clock, store, rehearse: true }),
    close: async () => {},
    reopen: async () => openOn(store, clock),
    async backup() {
      const snapshot = store.snapshot();
      return async () => openOn(inMemoryStore(snapshot), clock);
    },
    async countRows() {
      const tables = Object.values(store.snapshot());
      return tables.reduce<number>((sum, table) => sum + (table instanceof Map ? table.size : 0), 0);
    },
  };
}
