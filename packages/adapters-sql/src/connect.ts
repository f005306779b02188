import type { ConnectOptions } from './connect-options.js';
import type { Database } from './database.js';
import { SqlStoreError } from './errors.js';
import { openMysql } from './mysql/database.js';
import { openPostgres } from './postgres/database.js';
import { openSqlite } from './sqlite/database.js';

type Open = (options: ConnectOptions) => Promise<Database>;

/** Which kind of database a URL of which scheme names. */
const kinds: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['sqlite', (options) => openSqlite(options.url.slice('sqlite:'.length), options)],
  ['postgres', openPostgres],
  ['postgresql', openPostgres],
  ['mysql', openMysql],
  ['mariadb', openMysql],
]);

/** @throws SqlStoreError `url-unsupported`, `cannot-open` */
export async function connect(options: ConnectOptions): Promise<Database> {
  const { scheme = '' } = /^(?<scheme>[a-z]+):./.exec(options.url)?.groups ?? {};
  const open = kinds.get(scheme);
  if (!open) {
    const known = [...kinds.keys()].map((name) => `${name}:…`);
    throw new SqlStoreError('url-unsupported', `The database URL must be one of ${known.join(', ')}.`);
  }
  return open(options);
}
