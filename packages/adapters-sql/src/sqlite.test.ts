import {
  blacklistRepositoryContract,
  changeFeedContract,
  friendshipRepositoryContract,
  groupRepositoryContract,
  outboxContract,
  sessionRepositoryContract,
  unitOfWorkContract,
  userRepositoryContract,
  verificationRepositoryContract,
} from '@kith/testing';
import { openSqliteFile } from './test/sqlite-file.js';

describe('a store in an SQLite file', () => {
  const api = { describe, it, before, after };
  userRepositoryContract(api, openSqliteFile);
  friendshipRepositoryContract(api, openSqliteFile);
  blacklistRepositoryContract(api, openSqliteFile);
  groupRepositoryContract(api, openSqliteFile);
  verificationRepositoryContract(api, openSqliteFile);
  sessionRepositoryContract(api, openSqliteFile);
  outboxContract(api, openSqliteFile);
  changeFeedContract(api, openSqliteFile);
  unitOfWorkContract(api, openSqliteFile);
});
