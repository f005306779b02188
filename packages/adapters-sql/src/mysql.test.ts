import {
  friendshipInvariants,
  groupInvariants,
  imConvergence,
  rateLimiterContract,
  storeContracts,
  syncConvergence,
  unitOfWorkContract,
} from '@kith/testing';
import {
  describeOnMysql,
  emptyMysqlDatabase,
  openMysqlStore,
  openMysqlStoreOnFewConnections,
} from './test/mysql-store.js';
import { setTime } from './test/system-time.js';

const api = { describe, it, before, after };

describeOnMysql('on MySQL:', function () {
  // The first one starts the server.
  this.timeout(60_000);

  storeContracts(api, openMysqlStore);
  rateLimiterContract(api, async (clock) => {
    const { rateLimiter, close } = await (await emptyMysqlDatabase(clock)).open(clock);
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

  friendshipInvariants(api, openMysqlStore, { numRuns: 8 });
  groupInvariants(api, openMysqlStore, { numRuns: 8 });
  imConvergence(api, openMysqlStore, { numRuns: 6 });
  syncConvergence(api, openMysqlStore, { numRuns: 6 });
});

describeOnMysql('on MySQL, by a pool of one connection that reads and one that writes:', function () {
  this.timeout(60_000);
  unitOfWorkContract(api, openMysqlStoreOnFewConnections);
});
