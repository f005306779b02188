// Compiles every package and its tests.
import { prune } from './prune.mjs';
import { node } from './run.mjs';
import { tool } from './workspace.mjs';

export const tsc = tool('typescript', 'bin/tsc');

export const build = async () => {
  prune();
  await node(tsc, ['-b'], { show: true });
};
