import { openSqlStore } from '@kith/adapters-sql';
import { databaseErrorOf } from '../start-error.js';
import { module } from './services.js';

/** The database. */
export const sqlModule = module((bind) => {
  bind.singleton(
    'store',
    ['config', 'clock', 'random'],
    ({ config: { database, migrate, serves }, clock, random }) =>
      openSqlStore({ ...database, migrate, serves, clock, random }).catch((error) =>
        Promise.reject(databaseErrorOf(error)),
      ),
    (store) => store.close(),
  );
  bind.singleton('unitOfWork', ['store'], ({ store }) => store.unitOfWork);
  bind.singleton('rateLimiter', ['store'], ({ store }) => store.rateLimiter);
});
