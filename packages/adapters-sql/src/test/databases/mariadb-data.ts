import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MariadbBinaries } from './mariadb-binaries.js';
import { copyFolder, runAsServer, serverUser } from './server-user.js';

/** Beside what is installed, so that it goes with it. */
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/mariadb', import.meta.url));

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * Keeps a copy for later runs, where this user may write. Two runs may do this at once: whole folders take their
 * place, and the first wins.
 */
async function keep(data: string, cached: string): Promise<void> {
  const own = `${cached}.${process.pid}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    await copyFolder(data, own);
    renameSync(own, cached);
  } catch {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Makes an empty data folder: the first time as the programs do it, then as a copy of that, which is faster. */
export async function layMariadbData(binaries: MariadbBinaries, data: string): Promise<void> {
  const [program, ...args] = binaries.install(data);
  const cached = join(CACHE, digest(JSON.stringify([binaries.version, serverUser])));
  if (existsSync(cached)) {
    await copyFolder(cached, data);
    return;
  }
  await runAsServer(program, args);
  await keep(data, cached);
}
