import { mysqlContainer, postgresContainer } from './containers.js';
import { type Engine, newEngine, type TestDatabase } from './engine.js';
import { findMariadb } from './mariadb-binaries.js';
import { startMariadb } from './mariadb-server.js';
import { createMysqlDatabase, dropMysqlDatabase } from './mysql-databases.js';
import { createPostgresDatabase, dropPostgresDatabase } from './postgres-databases.js';
import { startPostgres } from './postgres-server.js';
import { givenBy, type Source } from './source.js';

const ownPostgres: Source = {
  missing: async () => null,
  async start() {
    const server = await startPostgres();
    return { url: server.url(), stop: () => server.stop() };
  },
};

const ownMariadb: Source = {
  async missing() {
    const found = await findMariadb();
    return typeof found === 'string' ? found : null;
  },
  async start() {
    const server = await startMariadb();
    if (typeof server === 'string') throw new Error(server);
    return { url: server.url(), stop: () => server.stop() };
  },
};

/** PostgreSQL, for the suites of this run. Never skipped. */
export const postgres: Engine = await newEngine({
  name: 'PostgreSQL',
  sources: [givenBy('TEST_PG_URL'), postgresContainer, ownPostgres],
  optional: false,
  create: createPostgresDatabase,
  drop: dropPostgresDatabase,
});

/** MySQL or MariaDB, for the suites of this run. Where there is none, they are skipped and say why. */
export const mysql: Engine = await newEngine({
  name: 'MySQL',
  sources: [givenBy('TEST_MYSQL_URL'), mysqlContainer, ownMariadb],
  optional: true,
  create: createMysqlDatabase,
  drop: dropMysqlDatabase,
});

/** A busy machine may take its time to remove the data. */
const STOP_MS = 60_000;

// Belongs to the whole run: whichever file loads this first, the servers end after the last.
after('the servers of the test databases end', async function () {
  this.timeout(STOP_MS);
  await Promise.all([postgres.stop(), mysql.stop()]);
});

/** An image may have to be fetched. */
const START_MS = 180_000;

/**
 * A suite on a database of its own, which is empty when its tests begin and gone after them. Where the engine is
 * missing, its tests are skipped, and its title says why.
 */
export function describeOn(
  engine: Engine,
  title: string,
  define: (database: Pick<TestDatabase, 'url'>) => void,
): void {
  const database = { url: '' };
  if (engine.missing !== null) {
    describe.skip(`${title} on ${engine.name}, because ${engine.missing}`, () => define(database));
    return;
  }
  describe(`${title} on ${engine.name}`, () => {
    let own: TestDatabase | null = null;
    before('a database is made', async function () {
      this.timeout(START_MS);
      own = await engine.create();
      database.url = own.url;
    });
    after('the database is dropped', () => own?.drop());
    define(database);
  });
}
