import { checkSync } from './check-sync.js';
import { promisesBroken, repeatBy } from './findings.js';
import type { CheckOptions, Scenario } from './scenario.js';
import { databases, missing, scenarios } from './scenarios.js';

/** The short form; `npm run check:sync` is the long one. */
const options: CheckOptions = { operations: 80, seed: 1 };

async function expectKept(scenario: Scenario): Promise<void> {
  const broken = promisesBroken(await checkSync(scenario, options), scenario);
  if (broken.length > 0) throw new Error([...broken, `Again: ${repeatBy(scenario, options)}`].join('\n'));
}

for (const database of databases) {
  const why = await missing(database);
  const [suite, because] = why === null ? [describe, ''] : [describe.skip, `, because ${why}`];

  suite(`copies of devices equal a full sync, on ${database}${because}:`, function () {
    this.timeout(120_000);
    for (const scenario of scenarios.filter((each) => each.database === database))
      it(scenario.title, () => expectKept(scenario));
  });
}
