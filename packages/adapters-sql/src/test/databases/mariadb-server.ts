import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findMariadb, type MariadbBinaries, SMALL_LOG } from './mariadb-binaries.js';
import { layMariadbData } from './mariadb-data.js';
import { createMysqlDatabase, mysqlQueryOnce } from './mysql-databases.js';
import { type ServerProcess, startServer, untilItAnswers } from './server-process.js';
import { serverFolder } from './server-user.js';

export interface MariadbOptions {
  /** Keeps every acknowledged commit through a crash of the server, if not of the machine. */
  readonly durable?: boolean;
  /** Further settings, as on the command line, without the leading hyphens. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A MariaDB or MySQL server of our own, which may be harmed. It ends, and its data go, when this process does. */
export interface MariadbServer {
  readonly folder: string;
  /** Of the running server. */
  pid(): number;
  /** Connects as a user who may do everything, by a Unix socket. The database `mysql` is always there. */
  url(database?: string): string;
  /** Runs a statement on a connection of its own. */
  query<Row extends object>(text: string, values?: readonly unknown[], database?: string): Promise<Row[]>;
  /**
   * Makes an empty database.
   *
   * @returns its URL
   */
  createDatabase(): Promise<string>;
  /** Ends it as by the loss of its process, in the middle of whatever it does. `restart` brings it back. */
  crash(): Promise<void>;
  /** Ends it in order, if it runs, and starts it again on the same data. */
  restart(): Promise<void>;
  /** Ends it and removes the data. */
  stop(): Promise<void>;
}

const argsIn = (folder: string, { durable = false, settings = {} }: MariadbOptions): string[] => [
  '--no-defaults',
  `--datadir=${join(folder, 'data')}`,
  `--socket=${join(folder, 'socket')}`,
  `--pid-file=${join(folder, 'pid')}`,
  // Of its own: a server that starts deletes the temporary tables that it finds, whosever they are.
  `--tmpdir=${folder}`,
  '--skip-networking',
  '--skip-log-bin',
  '--performance-schema=0',
  // MySQL's second protocol, which MariaDB does not know.
  '--loose-mysqlx=OFF',
  SMALL_LOG,
  `--innodb-flush-log-at-trx-commit=${durable ? 2 : 0}`,
  ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
];

function serverOn(folder: string, { server }: MariadbBinaries, options: MariadbOptions): MariadbServer {
  let running: ServerProcess | null = null;
  const socket = encodeURIComponent(join(folder, 'socket'));
  const url = (database = 'mysql') => `mysql://root@localhost/${database}?socketPath=${socket}`;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await running?.end(signal);
    running = null;
  };

  return {
    folder,
    pid() {
      if (running === null) throw new Error('the server does not run');
      return running.pid;
    },
    url,
    query: (text, values, database) => mysqlQueryOnce(url(database), text, values),
    createDatabase: () => createMysqlDatabase(url()),
    crash: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      running = await startServer({
        command: server,
        args: argsIn(folder, options),
        folder,
        endsBy: 'KILL',
      });
      await untilItAnswers(running, folder, () => mysqlQueryOnce(url(), 'select 1'));
    },
    async stop() {
      await running?.remove();
      running = null;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts an empty server, or says why there is none to start. */
export async function startMariadb(options: MariadbOptions = {}): Promise<MariadbServer | string> {
  const binaries = await findMariadb();
  if (typeof binaries === 'string') return binaries;
  const folder = serverFolder();
  const server = serverOn(folder, binaries, options);
  try {
    await layMariadbData(binaries, join(folder, 'data'));
    await server.restart();
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
