import type { Database } from './database.js';
import { SqlStoreError } from './errors.js';
import { openSqlite } from './sqlite/database.js';

/** Which kind of database opens a URL of which scheme. */
const kinds: Readonly<Record<string, (location: string) => Promise<Database>>> = {
  sqlite: openSqlite,
};

/**
 * @param url `sqlite::memory:`, or `sqlite:` and the path of a file: `sqlite:./data/kith.db`
 * @throws SqlStoreError `url-unsupported`, `cannot-open`
 */
export async function connect(url: string): Promise<Database> {
  const { scheme = '', location = '' } =
    /^(?<scheme>[a-z]+):(?:\/\/)?(?<location>.+)$/.exec(url)?.groups ?? {};
  const open = kinds[scheme];
  if (!open) {
    const known = Object.keys(kinds).map((name) => `${name}:…`);
    throw new SqlStoreError('url-unsupported', `The database URL must be one of ${known.join(', ')}.`);
  }
  return open(location);
}
