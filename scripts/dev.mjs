// Runs the server, and on every change of a source compiles and starts it again.
import { readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { node } from './run.mjs';
import { cli } from './start.mjs';
import { packages, root } from './workspace.mjs';

const QUIET_MS = 100;

/** Every folder of sources. One by one, since `recursive` was seen to miss changes on Linux. */
const folders = () =>
  packages.flatMap((name) => {
    const sources = join(root, name, 'src');
    const below = readdirSync(sources, { recursive: true, withFileTypes: true });
    const inner = below.filter((entry) => entry.isDirectory());
    return [sources, ...inner.map((entry) => join(entry.parentPath, entry.name))];
  });

/** Watches the sources from now on. What it gives resolves when one has changed since the last time and no other for a moment. */
const watchSources = () => {
  let watchers = [];
  let timer;
  let isChanged = false;
  let tell = () => {};

  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      watchAll();
      isChanged = true;
      tell();
    }, QUIET_MS);
  };
  // Anew after each change: there may be other folders than before.
  const watchAll = () => {
    const before = watchers;
    watchers = folders().map((folder) => watch(folder, changed).on('error', changed));
    for (const watcher of before) watcher.close();
  };
  watchAll();

  return async () => {
    if (!isChanged) await new Promise((resolve) => (tell = resolve));
    isChanged = false;
  };
};

/** Compiles after each change, until it compiles. */
const nextBuild = async (nextChange) => {
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
  const nextChange = watchSources();
  const told = new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve('told to end'));
  });
  for (;;) {
    const server = serve(args);
    const next = await Promise.race([told, nextBuild(nextChange)]);
    if (next !== 'told to end') server.stop();
    await server.ended;
    if (next === 'told to end') process.exit(0);
  }
};
