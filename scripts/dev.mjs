// Runs the server, and on every change of a source compiles and starts it again.
import { watch } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { node } from './run.mjs';
import { cli } from './start.mjs';
import { packages, root } from './workspace.mjs';

const QUIET_MS = 100;

/** Resolves when a source has changed and no other has for a moment. */
const nextChange = () =>
  new Promise((resolve) => {
    let timer;
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const watcher of watchers) watcher.close();
        resolve();
      }, QUIET_MS);
    };
    const watchers = packages.map((folder) => watch(join(root, folder, 'src'), { recursive: true }, changed));
  });

/** Compiles after each change, until it compiles. */
const nextBuild = async () => {
  for (;;) {
    await nextChange();
    try {
      return await build();
    } catch {
      console.log('It does not compile; waiting for the next change ...');
    }
  }
};

const serve = (args) => {
  const stop = new AbortController();
  const env = { NODE_ENV: process.env.NODE_ENV ?? 'development' };
  // A server that ends by itself has said why, and is started again after the next change.
  const ended = node(cli, ['serve', ...args], { show: true, env, signal: stop.signal }).catch(() => {});
  return { ended, stop: () => stop.abort() };
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export const dev = async (args) => {
  const told = new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve('told to end'));
  });
  for (;;) {
    const server = serve(args);
    const next = await Promise.race([told, nextBuild()]);
    if (next !== 'told to end') server.stop();
    await server.ended;
    if (next === 'told to end') process.exit(0);
  }
};
