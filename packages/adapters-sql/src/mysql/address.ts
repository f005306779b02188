import { isIP } from 'node:net';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { ConnectionOptions, SslOptions } from 'mysql2';
import { SqlStoreError } from '../errors.js';

/** Where a server is, which database of it is meant, and as whom to go there. */
export type Address = Pick<
  ConnectionOptions,
  'host' | 'port' | 'socketPath' | 'user' | 'password' | 'database' | 'ssl'
>;

/** As in MySQL's own programs: whether lines are encrypted, and what is asked of the server's certificate. */
const sslModes: ReadonlyMap<string, SslOptions | undefined> = new Map<string, SslOptions | undefined>([
  ['disabled', undefined],
  ['required', { rejectUnauthorized: false }],
  ['verify_ca', { rejectUnauthorized: true, verifyIdentity: false }],
  ['verify_identity', { rejectUnauthorized: true, verifyIdentity: true }],
]);

const parameters = ['socketPath', 'ssl-mode'];

/**
 * @param tls encrypts, unless the URL says how to
 * @throws SqlStoreError `url-unsupported`
 */
export function addressOf(url: string, tls?: TlsOptions): Address {
  const { hostname, port, pathname, username, password, searchParams } = parsed(url);
  const unknown = [...searchParams.keys()].filter((name) => !parameters.includes(name));
  if (unknown.length > 0)
    throw unsupported(`knows ${parameters.join(' and ')} only, and not ${unknown.join(', ')}`);
  const socketPath = searchParams.get('socketPath');
  const ssl = sslOf(searchParams.get('ssl-mode'), tls);
  // The driver would take a certificate for 'localhost' as that of any number.
  if (ssl?.verifyIdentity && socketPath === null && isIP(withoutBrackets(hostname)) > 0)
    throw unsupported('must name its host, and not by a number, for the certificate to be checked');
  return {
    ...(socketPath === null
      ? { host: withoutBrackets(hostname), port: Number(port || 3306) }
      : { socketPath }),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: databaseIn(pathname),
    ...(ssl && { ssl }),
  };
}

function parsed(url: string): URL {
  if (!URL.canParse(url)) throw unsupported('cannot be read');
  return new URL(url);
}

function databaseIn(pathname: string): string {
  const database = decodeURIComponent(pathname.slice(1));
  if (database === '') throw unsupported('names no database');
  return database;
}

/** Of an address of IPv6. */
const withoutBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

function sslOf(mode: string | null, tls: TlsOptions | undefined): SslOptions | undefined {
  if (mode === null) return tls && { ...ofTls(tls), verifyIdentity: tls.rejectUnauthorized !== false };
  if (!sslModes.has(mode))
    throw unsupported(`has an ssl-mode that is not one of ${[...sslModes.keys()].join(', ')}`);
  const ssl = sslModes.get(mode);
  return ssl && { ...(tls && ofTls(tls)), ...ssl };
}

/** What the driver takes of it. */
const ofTls = ({ ca, cert, key, passphrase, rejectUnauthorized, minVersion }: TlsOptions): SslOptions =>
  ({ ca, cert, key, passphrase, rejectUnauthorized, minVersion }) as SslOptions;

const unsupported = (what: string) =>
  new SqlStoreError(
    'url-unsupported',
    `The database URL, mysql://user:password@host:3306/database, ${what}.`,
  );
