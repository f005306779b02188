import type { NetConnectOpts } from 'node:net';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

/** A proxy before a database server, and the URL that leads through it. */
export interface DatabaseProxy extends TcpProxy {
  readonly url: string;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'mysql:': 3306,
};

/** Where the drivers connect to: `host` of PostgreSQL may be a socket's folder, `socketPath` of MySQL is a socket. */
const targetOf = ({ protocol, hostname, port, searchParams }: URL): NetConnectOpts => {
  const host = searchParams.get('host') ?? hostname;
  const number = Number(port) || DEFAULT_PORTS[protocol] || 0;
  const path = searchParams.get('socketPath') ?? (host.startsWith('/') ? `${host}/.s.PGSQL.${number}` : null);
  return path === null ? { host, port: number } : { path };
};

/** Starts a proxy before the server that a database URL leads to. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const url = new URL(databaseUrl);
  const proxy = await startTcpProxy(targetOf(url));
  for (const name of ['host', 'socketPath']) url.searchParams.delete(name);
  url.hostname = proxy.host;
  url.port = String(proxy.port);
  // Not by spreading: `connections` is read anew each time.
  return Object.assign(proxy, { url: url.href });
}
