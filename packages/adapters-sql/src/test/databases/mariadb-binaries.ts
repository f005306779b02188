import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runAsServer } from './server-user.js';

/** How one of the two families makes a data folder, and what more it is started with. */
export interface MariadbBinaries {
  readonly server: string;
  /** What it says of itself: the data of one version are not those of another. */
  readonly version: string;
  /** The program and arguments that make an empty data folder, whose root user has no password. */
  install(data: string): readonly [program: string, ...args: string[]];
}

/** Debian keeps servers where a plain user's PATH does not lead. */
const SYSTEM = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/usr/libexec'];

const locate = (program: string): string | null => {
  const folders = [...(process.env.PATH ?? '').split(':').filter(Boolean), ...SYSTEM];
  return folders.map((folder) => join(folder, program)).find(existsSync) ?? null;
};

/** The log that recovers from a crash is 96 MB long by itself, which takes a while to write and to copy. */
export const SMALL_LOG = '--innodb-log-file-size=16M';

type Family = (server: string, version: string) => MariadbBinaries | string;

const mariadb: Family = (server, version) => {
  const install = locate('mariadb-install-db');
  if (install === null || locate('my_print_defaults') === null)
    return 'mariadbd is installed, but mariadb-install-db or my_print_defaults is not';
  const args = ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db', SMALL_LOG];
  return { server, version, install: (data) => [install, ...args, `--datadir=${data}`] };
};

const mysql: Family = (server, version) => ({
  server,
  version,
  install: (data) => [server, '--no-defaults', '--initialize-insecure', SMALL_LOG, `--datadir=${data}`],
});

/** Finds an installed MariaDB, else an installed MySQL; or says why there is none. */
export async function findMariadb(): Promise<MariadbBinaries | string> {
  const server = locate('mariadbd') ?? locate('mysqld');
  if (server === null) return 'neither mariadbd nor mysqld is installed';
  try {
    const version = (await runAsServer(server, ['--no-defaults', '--version'])).trim();
    return (version.includes('MariaDB') ? mariadb : mysql)(server, version);
  } catch (error) {
    return `${server} does not run: ${String(error)}`;
  }
}
