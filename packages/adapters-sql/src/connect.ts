import type { Database } from './database.js';
import { SqlStoreError } from './errors.js';
import type { Patience } from './retry.js';
import { openSqlite } from './sqlite/database.js';

/** Which kind of database a URL of which scheme names. */
const kinds: ReadonlyMap<string, typeof openSqlite> = new Map([['sqlite', openSqlite]]);

/**
 * @param url `sqlite::memory:`, or `sqlite:` and the path of a file: `sqlite:./data/kith.db`
 * @throws SqlStoreError `url-unsupported`, `cannot-open`
 */
export async function connect(url: string, patience: Patience): Promise<Database> {
  const { scheme = '', location = '' } =
    /^(?<scheme>[a-z]+):(?:\/\/)?(?<location>.+)$/.exec(url)?.groups ?? {};
  const open = kinds.get(scheme);
  if (!open) {
    const known = [...kinds.keys()].map((name) => `${name}:…`);
    throw new SqlStoreError('url-unsupported', `The database URL must be one of ${known.join(', ')}.`);
  }
  return open(location, patience);
}
