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

const serve = (args) => {
  const stop = new AbortController();
  const env = { NODE_ENV: process.env.NODE_ENV ?? 'development' };
  const ended = node(cli, ['serve', ...args], { show: true, env, signal: stop.signal }).then(
    () => 'stopped',
    (error) => (stop.signal.aborted ? 'restarting' : error),
  );
  return { ended, stop: () => stop.abort() };
};

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

export const dev = async (args) => {
  for (;;) {
    const server = serve(args);
    const built = nextBuild().then(() => 'built');
    const first = await Promise.race([server.ended, built]);
    if (first === 'stopped') process.exit(0);
    if (first !== 'built') {
      console.log('The server has ended; waiting for the next change ...');
      await built;
    }
    server.stop();
    await server.ended;
  }
};
