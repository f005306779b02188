import { parseArgs } from 'node:util';
import { checkSync } from './check-sync.js';
import { type Findings, promisesBroken, repeatBy } from './findings.js';
import type { CheckOptions, Scenario } from './scenario.js';
import { missing, scenarios } from './scenarios.js';
import { tableHead, tableRow } from './table.js';

const usage = `Checks that syncs lose nothing, whatever happens to processes and databases.

  npm run check:sync -- [--ops N] [--seed S] [--db NAME] [--scenario WORDS] [--faults N] [--writers N]

  --ops       how many commands each scenario has (2000)
  --seed      where chance begins (made up, and printed)
  --db        SQLite, PostgreSQL or MariaDB alone
  --scenario  those alone whose title has these words
  --faults    how often the fault comes (more often in a longer run)
  --writers   how many processes write beside the first two (1)
`;

const { values } = parseArgs({
  options: {
    ops: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    db: { type: 'string' },
    scenario: { type: 'string', default: '' },
    faults: { type: 'string' },
    writers: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

const print = (text: string): void => void process.stdout.write(text);

const wanted = scenarios.filter(
  ({ database, title }) =>
    (values.db === undefined || database.toLowerCase() === values.db.toLowerCase()) &&
    title.includes(values.scenario),
);

const operations = Number(values.ops);

/** So many commands lie between faults, at least. */
const commandsEach = 200;

const optionsFor = ({ faults, mostFaults = 16 }: Scenario): CheckOptions => ({
  operations,
  seed: Number(values.seed),
  writers: Number(values.writers),
  faults:
    values.faults !== undefined
      ? Number(values.faults)
      : faults && Math.max(faults, Math.min(mostFaults, Math.floor(operations / commandsEach))),
});

/** Where nothing happens, nothing should fail. */
const reasonsOf = ({ failures }: Findings): string =>
  [...failures].map(([reason, times]) => `<!-- failed ${times} times: ${reason} -->\n`).join('');

/** @returns whether all promises were kept */
async function check(scenario: Scenario): Promise<boolean> {
  const options = optionsFor(scenario);
  const fail = (why: string): false => {
    print(`\n${scenario.database}, ${scenario.title}: ${why}\nAgain: ${repeatBy(scenario, options)}\n\n`);
    return false;
  };
  try {
    const findings = await checkSync(scenario, options);
    print(tableRow(scenario, findings));
    if (options.faults === 0) print(reasonsOf(findings));
    const broken = promisesBroken(findings, scenario);
    return broken.length === 0 || fail(broken.join('\n'));
  } catch (error) {
    return fail(String((error as Error).stack));
  }
}

if (values.help || wanted.length === 0 || !(operations > 0)) {
  print(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  print(`Seed ${values.seed}\n\n${tableHead}`);
  let failures = 0;
  for (const scenario of wanted) {
    const why = await missing(scenario.database);
    if (why !== null) print(`\n${scenario.database}, ${scenario.title}: left out, because ${why}\n\n`);
    else if (!(await check(scenario))) failures += 1;
  }
  process.exitCode = failures > 0 ? 1 : 0;
}
