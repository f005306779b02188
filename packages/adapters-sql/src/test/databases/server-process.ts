import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.js';
import { serverUser } from './server-user.js';

/** A running server. */
export interface ServerProcess {
  readonly pid: number;
  readonly ended: Promise<void>;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Ends it without delay and removes its folder, just as when this process dies. */
  remove(): Promise<void>;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Where it keeps everything, its log too. */
  readonly folder: string;
  /** Ends it without delay. */
  readonly endsBy: 'QUIT' | 'KILL';
}

/**
 * The server's parent. Its standard input is a pipe whose other end only we hold, so the pipe closes when we are
 * gone, however we went; then the server ends and its folder is removed. It tells the server's pid, and ends after it.
 */
const WATCH = `
folder=$1 signal=$2
shift 2
exec 3<&0
"$@" </dev/null >>"$folder/log" 2>&1 3<&- &
server=$!
echo $server
{ cat <&3; : >"$folder/orphaned"; kill -$signal $server; } >/dev/null 2>&1 &
watcher=$!
wait $server
if [ -e "$folder/orphaned" ]; then cd / && rm -rf "$folder"; else kill $watcher; fi
`;

/** Starts a server that cannot outlive this process, not even when this process is killed. */
export async function startServer({ command, args, folder, endsBy }: ServerCommand): Promise<ServerProcess> {
  const watch = spawn('/bin/sh', ['-c', WATCH, 'sh', folder, endsBy, command, ...args], {
    ...serverUser,
    cwd: folder,
    // A process group of its own: Ctrl-C reaches us, and we end the server.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(watch, 'exit').then(() => {
    watch.stdin.destroy();
  });
  const [line] = await once(createInterface(watch.stdout), 'line');
  const pid = Number(line);
  return {
    pid,
    ended,
    async end(signal) {
      // Once it has ended, its number may be another's.
      if (watch.exitCode === null) sendSignal(pid, signal);
      await ended;
    },
    async remove() {
      watch.stdin.destroy();
      await ended;
    },
  };
}

/** Sends a signal to a process that may have ended by itself. */
const sendSignal = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

const START_MS = 30_000;
const LOG_TAIL = 2_000;

/**
 * Resolves when a server that was started answers.
 *
 * @throws Error with the server's own words when it ends instead
 */
export async function untilItAnswers(
  server: ServerProcess,
  folder: string,
  ask: () => Promise<unknown>,
): Promise<void> {
  let hasEnded = false;
  const end = server.ended.then(() => {
    hasEnded = true;
    const log = readFileSync(join(folder, 'log'), 'utf8').slice(-LOG_TAIL);
    throw new Error(`the server does not start:\n${log}`);
  });
  const answer = eventually(async () => {
    if (!hasEnded) await ask();
  }, START_MS);
  await Promise.race([answer, end]);
}
