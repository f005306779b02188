import {
  friendshipInvariants,
  groupInvariants,
  imConvergence,
  rateLimiterContract,
  storeContracts,
  syncConvergence,
  unitOfWorkContract,
} from '@kith/testing';
import { openSqliteFile, openSqliteInMemory, sqliteFile } from './test/sqlite-file.js';
import { setTime } from './test/system-time.js';

const api = { describe, it, before, after };

describe('on an SQLite file:', () => {
  storeContracts(api, openSqliteFile);
  rateLimiterContract(api, async (clock) => {
    const { rateLimiter, close } = await sqliteFile().open(clock);
    // The library that counts asks the system for the time.
    const giveBack = setTime(clock);
    return {
      rateLimiter,
      close() {
        giveBack();
        return close();
      },
    };
  });
});

describe('on an SQLite file:', function () {
  // Each run is a store of its own, and each commit waits for the disk.
  this.timeout(60_000);
  friendshipInvariants(api, openSqliteFile, { numRuns: 8 });
  groupInvariants(api, openSqliteFile, { numRuns: 8 });
  imConvergence(api, openSqliteFile, { numRuns: 10 });
  syncConvergence(api, openSqliteFile, { numRuns: 10 });
});

describe('on SQLite in memory, where reads and writes share one connection:', () => {
  unitOfWorkContract(api, openSqliteInMemory);
});
