import { randomBytes } from 'node:crypto';

/** The name of the database that a URL leads to. */
export const databaseName = (url: string): string => new URL(url).pathname.slice(1);

/** The URL of another database of the same server. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** A name that no other test run on the same server takes. */
export const freshName = (): string => `kith_test_${randomBytes(6).toString('hex')}`;
