// A server in a process of its own, so that it and who loads it do not share a thread.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const place = (file) => fileURLToPath(new URL(file, import.meta.url));

async function start(file, args, env = {}) {
  const child = spawn(process.execPath, [place(file), ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url === undefined) continue;
    // Its log is read and thrown away.
    child.stdout.resume();
    return {
      url,
      pid: child.pid,
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error(`${file} ended without listening`);
}

export const startHello = () => start('hello.mjs', []);

/** As it is deployed: in production mode, with its log and its limits. */
export const startKith = (databaseUrl) =>
  start('../packages/server/dist/cli.js', ['serve'], {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    KITH_AUTH_KEYS: 'only for benches on the machine itself',
    KITH_DIGEST_KEY: 'only for benches on the machine itself',
    KITH_N3D_KEY: '11EdDIaqpcim',
  });
