// Runs the built server in this very process, so that signals, the terminal and the exit code are its own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './workspace.mjs';

export const cli = join(root, 'packages/server/dist/cli.js');

export const start = async (args) => {
  process.env.NODE_ENV ??= 'development';
  process.chdir(root);
  process.argv = [process.execPath, cli, 'serve', ...args];
  await import(pathToFileURL(cli).href);
};
