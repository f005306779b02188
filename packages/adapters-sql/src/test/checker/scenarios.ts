import { findMariadb } from '../databases/mariadb-binaries.js';
import { mariadbScenarios } from './mariadb-scenarios.js';
import { postgresScenarios } from './postgres-scenarios.js';
import type { Scenario } from './scenario.js';
import { sqliteScenarios } from './sqlite-scenarios.js';

export const scenarios: readonly Scenario[] = [...sqliteScenarios, ...postgresScenarios, ...mariadbScenarios];

export const databases = [
  'SQLite',
  'PostgreSQL',
  'MariaDB',
] as const satisfies readonly Scenario['database'][];

/** Why a database is not here, or null. */
export async function missing(database: Scenario['database']): Promise<string | null> {
  if (database !== 'MariaDB') return null;
  const found = await findMariadb();
  return typeof found === 'string' ? found : null;
}

export function scenarioNamed(database: Scenario['database'], title: string): Scenario {
  const found = scenarios.find((each) => each.database === database && each.title === title);
  if (!found) throw new Error(`there is no scenario '${title}' of ${database}`);
  return found;
}
