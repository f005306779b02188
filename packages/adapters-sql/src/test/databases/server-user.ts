import { execFile } from 'node:child_process';
import { chownSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export const isRoot = process.getuid?.() === 0;

/** Whom a server runs as: root is refused by PostgreSQL and by MariaDB, so root runs them as `nobody`. */
export const serverUser: { readonly uid?: number; readonly gid?: number } = isRoot
  ? { uid: 65534, gid: 65534 }
  : {};

/**
 * Runs a program to its end as the server's user, in a folder that this user can enter.
 *
 * @returns what it printed
 * @throws Error with what it complained of
 */
export async function runAsServer(command: string, args: readonly string[], cwd = '/'): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C' };
  return (await execute(command, [...args], { ...serverUser, cwd, env, maxBuffer: 64 << 20 })).stdout;
}

/** Copies a folder with its links, owners and modes; several times as fast as Node does. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await execute('cp', ['-a', from, to]);
}

/** Gives a file or a folder to the server's user. */
export function giveToServer(path: string): void {
  const { uid, gid } = serverUser;
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** With the folder's name and the longest name of a socket it stays below the 103 bytes that macOS allows. */
const LONGEST_PARENT = 64;

/** Whether every user can reach what is in a folder. */
export const mayBeEnteredByAll = (folder: string): boolean =>
  (statSync(folder).mode & 0o001) !== 0 && (folder === '/' || mayBeEnteredByAll(dirname(folder)));

const isFit = (parent: string): boolean =>
  parent.length <= LONGEST_PARENT && (!isRoot || mayBeEnteredByAll(parent));

/** Makes a folder for a server: its user's own, with a path short enough for a Unix socket. */
export function serverFolder(): string {
  const folder = mkdtempSync(join(isFit(tmpdir()) ? tmpdir() : '/tmp', 'kith-db-'));
  giveToServer(folder);
  return folder;
}
