import { createRequire } from 'node:module';
import type { Knex } from 'knex';

const require = createRequire(import.meta.url);
const BetterSqlite3: typeof Knex.Client = require('knex/lib/dialects/better-sqlite3');

/**
 * No release of the driver runs everywhere: 13 needs Node-API 10 (Node 22.14), and crashes below; 12 aborts Node 24.19
 * and newer when an idle garbage collection finds a statement. Both are installed where npm lets them, one is loaded.
 */
const release = Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-12';

/** What is used of the driver itself, past knex. */
interface Driver {
  new (
    filename: string,
    options: { readonly timeout: number },
  ): { exec(sql: string): unknown; close(): unknown };
}

export const sqliteDriver = (): Driver => require(release);

/** What knex knows as `better-sqlite3`, with the release that fits this Node. */
export class SqliteClient extends BetterSqlite3 {
  constructor(config: Knex.Config) {
    // rate-limiter-flexible goes by this name.
    super({ ...config, client: 'better-sqlite3' });
  }

  _driver(): unknown {
    return sqliteDriver();
  }
}
