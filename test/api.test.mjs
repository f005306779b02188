// The API suite on databases that are servers. On SQLite the server's own tests run it.
import { mysql, postgres } from '../packages/adapters-sql/dist-test/test/databases/test-database.js';
import { startApiHost } from '../packages/server/dist-test/test/api-host.js';
import { apiSuite } from '../packages/testing/dist/index.js';

/** Areas that hardly reach the database: the server's own tests are enough. Without them not every route is called. */
const NOT_OF_THE_DATABASE = [
  'what all answers have in common',
  'errors as data',
  'ids',
  'messages and versions',
  'hostile fields',
  'hostile requests',
  'the whole',
];

const suiteOn = (engine) =>
  function () {
    // The first one may have to start the database.
    this.timeout(60_000);
    const start = async (rules) => startApiHost(await engine.create(), rules);
    const some = (title, body) => (NOT_OF_THE_DATABASE.includes(title) ? undefined : describe(title, body));
    apiSuite({ describe: some, it, before, after }, { mode: 'development', start });
  };

describe('the server on PostgreSQL', suiteOn(postgres));

const onMysql = suiteOn(mysql);
if (mysql.missing === null) describe('the server on MySQL', onMysql);
else describe.skip(`the server on MySQL, because ${mysql.missing}`, onMysql);
