import { startMariadb } from './mariadb-server.js';
import { startPostgres } from './postgres-server.js';

/** What the process tells: where its server is. */
export interface Whereabouts {
  readonly pid: number;
  readonly folder: string;
}

/** A process of its own that starts a server and does not end it: `start-and-wait.js <which>`. */
const start: Readonly<Record<string, () => Promise<Whereabouts>>> = {
  async PostgreSQL() {
    const { cluster } = await startPostgres();
    return { pid: cluster.pid(), folder: cluster.folder };
  },
  async MariaDB() {
    const server = await startMariadb();
    if (typeof server === 'string') throw new Error(server);
    return { pid: server.pid(), folder: server.folder };
  },
};

const whereabouts = await start[process.argv[2] ?? '']?.();
process.stdout.write(`${JSON.stringify(whereabouts)}\n`);
