// Runs the tests: all, or the files named. What mocha understands (`--grep`, `--bail`, ...) is handed on.
import { existsSync } from 'node:fs';
import { Failed, node } from './run.mjs';
import { root, tool } from './workspace.mjs';

/** All of them, in lanes that run side by side: each mostly waits, for a database or for a process. */
const LANES = [
  ['packages/adapters-sql/dist-test/**/*.test.js'],
  ['packages/!(adapters-sql)/dist-test/**/*.test.js', 'test/**/*.test.mjs'],
];
const COUNT = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/;

const mocha = ['--enable-source-maps', tool('mocha', 'bin/mocha.js')];

/** A test may be named by its source. */
const compiled = (arg) => arg.replace(/^(.*packages\/[^/]+)\/src\/(.*)\.ts$/, '$1/dist-test/$2.js');
const isFile = (arg) => /\.(ts|js|mjs)$/.test(arg) && existsSync(compiled(arg));

export const test = async (args) => {
  process.chdir(root);
  const files = args.filter(isFile).map(compiled);
  const options = args.filter((arg) => !isFile(arg));
  const always = process.env.CI ? ['--forbid-only'] : [];
  if (args.length === 0) await inLanes(always);
  else {
    const which = files.length > 0 ? files : LANES.flat();
    await node(mocha[0], [...mocha.slice(1), ...options, ...always, ...which], { show: true });
  }
};

/** The first shows what it does while it does it, the others when they have ended; last comes the count of all. */
async function inLanes(options) {
  const lanes = LANES.map((patterns, index) => lane([...options, ...patterns], index === 0));
  const reports = [];
  for (const [index, running] of lanes.entries()) {
    const report = await running;
    if (index > 0) process.stdout.write(report.output);
    reports.push(report);
  }
  console.log(`\nIn all: ${sum(reports)}`);
  const failed = reports.find(({ code }) => code !== 0);
  if (failed) throw new Failed('mocha', failed.code, '');
}

async function lane(args, echo) {
  try {
    return { code: 0, output: await node(mocha[0], [...mocha.slice(1), ...args], { echo }) };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return error;
  }
}

function sum(reports) {
  const counts = reports.map(({ output }) => COUNT.exec(output)?.slice(1));
  if (counts.includes(undefined)) return 'some tests did not come to their end';
  const [passed, failed, skipped] = [0, 1, 2].map((index) =>
    counts.reduce((total, count) => total + Number(count[index] ?? 0), 0),
  );
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
