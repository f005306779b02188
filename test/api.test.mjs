// The API suite on databases that are servers. On SQLite the server's own tests run it.
import { mysql, postgres } from '../packages/adapters-sql/dist-test/test/databases/test-database.js';
import { startApiHost } from '../packages/server/dist-test/test/api-host.js';
import { apiSuite } from '../packages/testing/dist/index.js';

const suiteOn = (engine) =>
  function () {
    // The first one may have to start the database.
    this.timeout(60_000);
    const start = async (rules) => startApiHost(await engine.create(), rules);
    apiSuite({ describe, it, before, after }, { mode: 'development', start });
  };

describe('the server on PostgreSQL', suiteOn(postgres));

if (mysql.missing === null) describe('the server on MySQL', suiteOn(mysql));
else describe.skip(`the server on MySQL, because ${mysql.missing}`, suiteOn(mysql));
