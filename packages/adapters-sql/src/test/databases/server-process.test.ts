import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { eventually } from './eventually.js';
import { findMariadb } from './mariadb-binaries.js';
import { isRoot, mayBeEnteredByAll, serverUser } from './server-user.js';
import type { Whereabouts } from './start-and-wait.js';

const PROGRAM = fileURLToPath(new URL('start-and-wait.js', import.meta.url));
const GONE_MS = 1_000;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const gone = (what: () => boolean): Promise<void> =>
  eventually(() => {
    if (what()) throw new Error('still there');
  }, GONE_MS);

/** A test run that has started a server, as root or as the plain user that tests may also be run by. */
async function startRun(which: string, user: typeof serverUser): Promise<[ChildProcess, Whereabouts]> {
  const run = spawn(process.execPath, [PROGRAM, which], {
    ...user,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(run.stdout), 'line');
  return [run, JSON.parse(line)];
}

const mariadb = await findMariadb();
const missing: Readonly<Record<string, string | null>> = {
  PostgreSQL: null,
  MariaDB: typeof mariadb === 'string' ? mariadb : null,
};

const users: Readonly<Record<string, typeof serverUser>> = {
  'this user': {},
  ...(isRoot && mayBeEnteredByAll(fileURLToPath(new URL('.', import.meta.url)))
    ? { 'a plain user': serverUser }
    : {}),
};

for (const [which, reason] of Object.entries(missing))
  (reason === null ? describe : describe.skip)(
    `a private ${which} whose test run is killed${reason === null ? '' : `, because ${reason}`}`,
    function () {
      this.timeout(30_000);

      for (const [name, user] of Object.entries(users))
        it(`is gone within a second and leaves nothing behind, when ${name} started it`, async () => {
          const [run, { pid, folder }] = await startRun(which, user);
          expect(isAlive(pid)).to.equal(true);
          run.kill('SIGKILL');
          await gone(() => isAlive(pid));
          await gone(() => existsSync(folder));
        });
    },
  );
