import {
  friendshipInvariants,
  groupInvariants,
  imConvergence,
  rateLimiterContract,
  storeContracts,
  syncConvergence,
  unitOfWorkContract,
} from '@kith/testing';
import { emptyDatabase, openPostgresStore, openPostgresStoreOnOneConnection } from './test/postgres-store.js';
import { setTime } from './test/system-time.js';

const api = { describe, it, before, after };

describe('on PostgreSQL:', function () {
  // The first one starts the server.
  this.timeout(60_000);

  storeContracts(api, openPostgresStore, { wholePast: true });
  rateLimiterContract(api, async (clock) => {
    const { rateLimiter, close } = await (await emptyDatabase(clock)).open(clock);
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

  friendshipInvariants(api, openPostgresStore, { numRuns: 4 });
  groupInvariants(api, openPostgresStore, { numRuns: 4 });
  imConvergence(api, openPostgresStore, { numRuns: 6 });
  syncConvergence(api, openPostgresStore, { numRuns: 6 });
});

describe('on PostgreSQL, by a pool of one connection:', function () {
  this.timeout(60_000);
  unitOfWorkContract(api, openPostgresStoreOnOneConnection);
});
