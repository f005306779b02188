// Runs the tests: all, or the files named. What mocha understands (`--grep`, `--bail`, ...) is handed on.
import { existsSync } from 'node:fs';
import { node } from './run.mjs';
import { root, tool } from './workspace.mjs';

const EVERYTHING = ['packages/*/dist-test/**/*.test.js', 'test/**/*.test.mjs'];

/** A test may be named by its source. */
const compiled = (arg) => arg.replace(/^(.*packages\/[^/]+)\/src\/(.*)\.ts$/, '$1/dist-test/$2.js');
const isFile = (arg) => /\.(ts|js|mjs)$/.test(arg) && existsSync(compiled(arg));

export const test = (args) => {
  process.chdir(root);
  const files = args.filter(isFile).map(compiled);
  const options = args.filter((arg) => !isFile(arg));
  if (process.env.CI) options.push('--forbid-only');
  const mocha = ['--enable-source-maps', tool('mocha', 'bin/mocha.js'), ...options];
  return node(mocha[0], [...mocha.slice(1), ...(files.length > 0 ? files : EVERYTHING)], { show: true });
};
