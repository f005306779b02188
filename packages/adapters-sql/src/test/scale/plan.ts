/** A node of a plan, as `explain (analyze, buffers, format json)` tells it. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

/** A statement that was run, and how. */
export interface Explained {
  readonly 'Query Text': string;
  readonly Plan: Plan;
  /** There, if it was thought worth compiling. */
  readonly JIT?: object;
}

const bigTables = [
  'users',
  'friendships',
  'blacklists',
  'groups',
  'group_members',
  'verifications',
  'sms_spend',
  'sessions',
  'outbox',
];

function* nodesOf(plan: Plan): Generator<Plan> {
  yield plan;
  for (const part of plan.Plans ?? []) yield* nodesOf(part);
}

/** Big tables that are read from end to end. */
export const scansOf = ({ Plan }: Explained): readonly string[] =>
  [...nodesOf(Plan)]
    .filter((node) => node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0)
    .flatMap((node) => bigTables.filter((table) => table === node['Relation Name']));

/** How much a statement had to look at. */
export interface Cost {
  /** Rows that were read from tables and indexes, those that were of no use included. */
  readonly rows: number;
  /** Pages of 8 kB. */
  readonly pages: number;
}

const noCost: Cost = { rows: 0, pages: 0 };

export const costOf = ({ Plan }: Explained): Cost => ({
  rows: [...nodesOf(Plan)].filter(isScan).reduce((sum, node) => sum + rowsRead(node), 0),
  // A node's pages are those of its parts too.
  pages: Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'],
});

export const together = (costs: readonly Cost[]): Cost =>
  costs.reduce(({ rows, pages }, cost) => ({ rows: rows + cost.rows, pages: pages + cost.pages }), noCost);

/** What reads a table, by its rows or by an index. */
const isScan = (node: Plan): boolean =>
  / Scan$/.test(node['Node Type']) && node['Relation Name'] !== undefined;

/** Rows are told for each time that the node was run, on average. */
const rowsRead = (node: Plan): number =>
  Math.round(
    node['Actual Loops'] *
      (node['Actual Rows'] +
        (node['Rows Removed by Filter'] ?? 0) +
        (node['Rows Removed by Index Recheck'] ?? 0)),
  );
