// The commands of package.json. This file and what it imports need nothing but Node: they run before anything is installed.
import { build } from './build.mjs';
import { checkSync } from './check-sync.mjs';
import { dev } from './dev.mjs';
import { endWithNpm } from './end-with-npm.mjs';
import { install } from './install.mjs';
import { Failed, node } from './run.mjs';
import { start } from './start.mjs';
import { test } from './test.mjs';
import { tool } from './workspace.mjs';

const COMMANDS = {
  bench: (args) => node('bench/bench.mjs', args, { show: true }),
  'bench:seed': (args) => node('bench/seed.mjs', args, { show: true }),
  build: async () => {},
  check: (args) => node('scripts/check.mjs', args, { show: true }),
  'check-sync': checkSync,
  dev,
  e2e: (args) => node('e2e/e2e.mjs', args, { show: true }),
  'fake:rongcloud': (args) => node('scripts/fake-rongcloud.mjs', args, { show: true }),
  fix: () => node(tool('@biomejs/biome', 'bin/biome'), ['check', '--write', '.'], { show: true }),
  start,
  test,
};

const [name, ...args] = process.argv.slice(2);
const command = COMMANDS[name];

if (!command) {
  console.error(`Usage: node scripts/kith.mjs ${Object.keys(COMMANDS).join(' | ')}`);
  process.exit(2);
}

endWithNpm();

try {
  await install();
  await build();
  await command(args);
} catch (error) {
  if (!(error instanceof Failed)) throw error;
  if (error.output) console.error(error.output);
  process.exitCode = Number(error.code) || 1;
}
