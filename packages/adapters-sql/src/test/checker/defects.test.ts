import { checkSync } from './check-sync.js';
import type { DefectName } from './defects.js';
import { promisesBroken } from './findings.js';
import type { Scenario } from './scenario.js';
import { databases, missing, scenarioNamed } from './scenarios.js';

const operations = 120;
/** What goes wrong by chance need not do so in each run. */
const mostRuns = 6;

/** Where a defect shows. */
const cases: Readonly<
  Record<Scenario['database'], readonly (readonly [defect: DefectName, title: string, scenario: string])[]>
> = {
  SQLite: [
    ['plain limit', 'a page that ends within a version', 'steady'],
    ['counter after rows', 'a counter that is read after the rows, and not in their snapshot', 'steady'],
  ],
  PostgreSQL: [
    ['stamps by the time', 'rows stamped with the time of the process', 'steady'],
    ['no new epoch', 'no new epoch after a crash', "a connection's process killed"],
    ['no new era', 'no new era after a failover with lag', 'failover to a replica that lags'],
  ],
  MariaDB: [['counter before rows', 'a counter that goes up before its rows are there', 'steady']],
};

async function expectFound(scenario: Scenario, defect: DefectName): Promise<void> {
  for (let seed = 1; seed <= mostRuns; seed += 1) {
    const findings = await checkSync(scenario, { operations, seed, defect });
    if (promisesBroken(findings, scenario).length > 0) return;
  }
  throw new Error(`${mostRuns} runs did not show it`);
}

for (const database of databases) {
  const why = await missing(database);
  const [suite, because] = why === null ? [describe, ''] : [describe.skip, `, because ${why}`];

  suite(`the sync checker finds, on ${database}${because}:`, function () {
    this.timeout(120_000);
    for (const [defect, title, scenario] of cases[database])
      it(title, () => expectFound(scenarioNamed(database, scenario), defect));
  });
}
