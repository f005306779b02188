// A server in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Starts a Node program and waits until it prints where it listens, or `ready`. What it prints later is read and thrown away.
 *
 * @returns its URL, and its two ends: `stop` asks for it, `kill` does not
 */
export async function startProcess(file, args, env = {}, ready = /http:\/\/127\.0\.0\.1:\d+/) {
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const end = async (signal) => {
    child.kill(signal);
    await ended;
  };
  for await (const line of createInterface(child.stdout)) {
    const [url] = ready.exec(line) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    return { url, pid: child.pid, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
  }
  throw new Error(`${file} ended before it was ready`);
}
