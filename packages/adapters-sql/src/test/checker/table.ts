import { type Findings, redundancyOf } from './findings.js';
import type { Scenario } from './scenario.js';

type Cell = (scenario: Scenario, findings: Findings) => string;

const number = (value: number): string => value.toLocaleString('en');

const columns: readonly (readonly [title: string, cell: Cell])[] = [
  ['database', ({ database }) => database],
  ['what happens', ({ title }) => title],
  ['times', (_, { faults }) => (faults === 0 ? '' : number(faults))],
  ['operations', (_, { operations }) => number(operations)],
  ['failed', (_, { unavailable }) => number(unavailable)],
  ['syncs', (_, { syncs }) => number(syncs)],
  ['rows compared', (_, { rowsCompared }) => number(rowsCompared)],
  ['lost', (_, { lost }) => number(lost)],
  ['resets', (_, { resets }) => number(resets)],
  ['redundancy', (_, findings) => redundancyOf(findings).toFixed(2)],
  ['acknowledged', (_, { acknowledged }) => number(acknowledged)],
  ['of these gone', (_, { acknowledgedLost }) => number(acknowledgedLost)],
];

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

export const tableHead = line(columns.map(([title]) => title)) + line(columns.map(() => '---'));

export const tableRow = (scenario: Scenario, findings: Findings): string =>
  line(columns.map(([, cell]) => cell(scenario, findings)));
