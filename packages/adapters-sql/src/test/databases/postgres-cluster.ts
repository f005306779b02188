import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { findPostgres, type Place, type PostgresBinaries } from './postgres-binaries.js';
import { type ServerProcess, startServer, untilItAnswers } from './server-process.js';
import { runAsServer, serverFolder } from './server-user.js';

/** What is asked of a private server. */
export interface PostgresOptions {
  /**
   * Keeps every acknowledged commit through a crash. Nothing is forced to disk even so: that would matter when the
   * machine stops, which no test brings about, and recovery would take seconds.
   */
  readonly durable?: boolean;
  /** Further settings, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where its programs are looked for, if not everywhere. */
  readonly places?: readonly Place[];
}

/** A data folder, and the server on it while it runs. */
export interface Cluster {
  readonly folder: string;
  readonly binaries: PostgresBinaries;
  readonly settings: Readonly<Record<string, string>>;
  url(database: string): string;
  /** Of the running server: PostgreSQL's postmaster. */
  pid(): number;
  start(): Promise<void>;
  /** Ends the server, if it runs; the data stay. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Ends the server and removes the data. */
  remove(): Promise<void>;
}

export const SUPERUSER = 'kith';
export const PORT = 5432;

const COMMON = {
  listen_addresses: '',
  port: String(PORT),
  max_connections: '200',
  autovacuum: 'off',
  fsync: 'off',
};
const NOT_DURABLE = { synchronous_commit: 'off', full_page_writes: 'off' };

export const dataOf = (folder: string): string => join(folder, 'data');

/** Runs a statement on a connection of its own. */
export async function queryOnce<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** The cluster on a folder's data. */
export function clusterOn(
  folder: string,
  binaries: PostgresBinaries,
  settings: Readonly<Record<string, string>>,
): Cluster {
  let running: ServerProcess | null = null;
  const flags = Object.entries({ ...COMMON, ...settings, unix_socket_directories: folder });
  const url = (database: string) =>
    `postgres://${SUPERUSER}@localhost:${PORT}/${database}?host=${encodeURIComponent(folder)}`;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await running?.end(signal);
    running = null;
  };

  return {
    folder,
    binaries,
    settings,
    url,
    pid() {
      if (running === null) throw new Error('the server does not run');
      return running.pid;
    },
    end,
    async start() {
      running = await startServer({
        command: binaries.find('postgres') ?? 'postgres',
        args: ['-D', dataOf(folder), ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
        folder,
        endsBy: 'QUIT',
      });
      await untilItAnswers(running, folder, () => queryOnce(url('postgres'), 'select 1'));
    },
    async remove() {
      await running?.remove();
      running = null;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes an empty cluster and starts it. */
export async function newCluster({ durable, settings, places }: PostgresOptions): Promise<Cluster> {
  const folder = serverFolder();
  let cluster: Cluster | null = null;
  try {
    const binaries = await findPostgres(folder, places);
    cluster = clusterOn(folder, binaries, { ...(durable ? {} : NOT_DURABLE), ...settings });
    const initdb = ['-D', dataOf(folder), '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--locale=C'];
    await runAsServer(binaries.find('initdb') ?? 'initdb', [...initdb, '--no-sync']);
    await cluster.start();
    return cluster;
  } catch (error) {
    await (cluster?.remove() ?? rm(folder, { recursive: true, force: true }));
    throw error;
  }
}
