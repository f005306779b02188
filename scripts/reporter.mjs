// What `npm test` prints: a dot a test, failures in full, why tests were skipped, and last the count.
import { inspect } from 'node:util';
import mocha from 'mocha';

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = mocha.Runner.constants;
const WIDTH = 100;
const PATIENCE_MS = 15_000;

export default class Reporter {
  constructor(runner) {
    const tally = { passed: 0, failures: [], skipped: [], column: 0 };
    const dot = (sign) => {
      process.stdout.write(tally.column % WIDTH === 0 ? `\n  ${sign}` : sign);
      tally.column += 1;
    };
    runner.on(EVENT_TEST_PASS, () => {
      tally.passed += 1;
      dot('.');
    });
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      tally.failures.push({ title: titleOf(test), error });
      dot('!');
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      tally.skipped.push(test);
      dot('-');
    });
    runner.on(EVENT_RUN_END, () => {
      console.log('\n');
      for (const { title, error } of tally.failures) console.log(failure(title, error));
      for (const line of skippedLines(tally.skipped)) console.log(line);
      console.log(count(tally));
      failUnlessEnding(tally);
    });
  }
}

const titleOf = (test) => test.titlePath().filter(Boolean).join(' > ');

const indent = (text) => text.replaceAll(/^/gm, '    ');

const printed = (value) => (typeof value === 'string' ? value : inspect(value, { depth: 8, sorted: true }));

const difference = ({ actual, expected, showDiff }) =>
  showDiff === false || expected === undefined || typeof expected === 'boolean'
    ? ''
    : mocha.reporters.Base.generateDiff(printed(actual), printed(expected));

const failure = (title, error) => {
  const report = [error.stack ?? String(error), difference(error)];
  for (let cause = error.cause; cause; cause = cause.cause) report.push(`because of ${cause.stack ?? cause}`);
  return `FAILED  ${title}\n${indent(report.filter(Boolean).join('\n'))}\n`;
};

/** The widest suite of which no test runs: its title says why. */
const skippedAs = (test) => {
  let widest = test;
  for (let suite = test.parent; suite && !suite.root && isSkipped(suite); suite = suite.parent)
    widest = suite;
  return widest;
};

const isSkipped = (suite) =>
  suite.tests.every((test) => test.isPending()) && suite.suites.every((inner) => isSkipped(inner));

const skippedLines = (tests) => {
  const counts = new Map();
  for (const test of tests) {
    const what = titleOf(skippedAs(test));
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, tests]) => `SKIPPED ${tests > 1 ? `(${tests}) ` : ''}${what}`);
};

const count = ({ passed, failures, skipped }) =>
  `${passed} passed, ${failures.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;

/** Tests that leave a server or a pool open would keep the process alive for ever: that is a failure with a name. */
const failUnlessEnding = (tally) => {
  const timer = setTimeout(() => {
    const open = process
      .getActiveResourcesInfo()
      .filter((kind) => !/^(Timeout|TTYWrap|PipeWrap)$/.test(kind));
    const error = new Error(`a test left something open: ${open.join(', ') || 'a timer'}`);
    error.stack = error.message;
    tally.failures.push({ title: 'the process ends when its tests do', error });
    console.log(`\n${failure('the process ends when its tests do', error)}\n${count(tally)}`);
    process.exit(1);
  }, PATIENCE_MS);
  timer.unref();
};
