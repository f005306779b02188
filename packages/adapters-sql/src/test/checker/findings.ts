import type { CheckOptions, Scenario } from './scenario.js';

/** What a run showed. */
export interface Findings {
  /** Commands that were answered, by a refusal too. */
  readonly operations: number;
  readonly refused: number;
  /** Commands and syncs that failed because the database or the process was away. */
  readonly unavailable: number;
  /** Why, and how often. */
  readonly failures: ReadonlyMap<string, number>;
  readonly faults: number;
  readonly syncs: number;
  readonly rowsCompared: number;
  /** Rows of copies that are not as in a full sync: lacking, or there but not so. A row that is wrong counts twice. */
  readonly lost: number;
  readonly resets: number;
  /** Of the device that had most. */
  readonly mostResets: number;
  /** Answers with a version below the one asked with, or pages that lead nowhere. */
  readonly steppedBack: number;
  readonly sent: number;
  readonly news: number;
  /** Rows whose commit was acknowledged, and how many of them were gone. */
  readonly acknowledged: number;
  readonly acknowledgedLost: number;
  /** The first differences, for whoever has to look into them. */
  readonly examples: readonly string[];
}

/** How many rows were sent for each that was news. */
export const redundancyOf = ({ sent, news }: Findings): number => (news === 0 ? 1 : sent / news);

/** What is wrong with them; nothing where all promises were kept. */
export function promisesBroken(findings: Findings, scenario: Scenario): string[] {
  const { lost, steppedBack, mostResets, acknowledgedLost, syncs, examples, faults } = findings;
  const allowed = (scenario.resetsPerFault ?? 0) * faults;
  return [
    ...(lost > 0 ? [`${lost} rows of copies are not as in a full sync:\n  ${examples.join('\n  ')}`] : []),
    ...(steppedBack > 0 ? [`${steppedBack} versions went down without a reset`] : []),
    ...(mostResets > allowed ? [`a device was reset ${mostResets} times, and ${allowed} were allowed`] : []),
    ...(acknowledgedLost > 0 && !scenario.mayLose ? [`${acknowledgedLost} acknowledged rows are gone`] : []),
    ...(syncs === 0 ? ['nobody synced'] : []),
  ];
}

/** The command that plays a run again, as far as processes can be made to do the same again. */
export const repeatBy = (
  { database, title }: Scenario,
  { operations, seed, faults, writers }: CheckOptions,
): string =>
  [
    `npm run check:sync -- --db ${database} --scenario ${JSON.stringify(title)}`,
    `--ops ${operations} --seed ${seed}`,
    ...(faults === undefined ? [] : [`--faults ${faults}`]),
    ...(writers === undefined ? [] : [`--writers ${writers}`]),
  ].join(' ');
