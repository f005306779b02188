import type { Chance } from './chance.js';
import type { DefectName } from './defects.js';
import type { Fleet, Place, ServerSpec } from './fleet.js';
import type { Cast } from './play.js';

/** What happens to a database while it is written and read, and what its clients must not notice of it. */
export interface Scenario {
  readonly title: string;
  readonly database: 'SQLite' | 'PostgreSQL' | 'MariaDB';
  readonly servers: readonly ServerSpec[];
  /** How often the fault comes in a short run. */
  readonly faults: number;
  /** In a long one at most; the longer each lasts. */
  readonly mostFaults?: number;
  /** Commits that were acknowledged may be lost: an older state takes the database's place. */
  readonly mayLose?: boolean;
  /** How often a client may be reset at each fault; never unless given. */
  readonly resetsPerFault?: 1;
  /** Starts the database. */
  begin(): Promise<Stage>;
}

/** A database that runs, and what is done to it. */
export interface Stage {
  place(): Place;
  /** Changes the text of PostgreSQL's function that renews the clock. */
  breakRenewal?(broken: (text: string) => string): Promise<void>;
  readonly fault?: Fault;
  /** Before the last syncs: ends what hinders them. */
  settle?(): Promise<void>;
  stop(): Promise<void>;
}

/** Comes again and again, numbered from 0. */
export type Fault = (run: Run, number: number) => Promise<void>;

/** A run, as faults see it. While they are at work, it goes on. */
export interface Run {
  readonly chance: Chance;
  readonly cast: Cast;
  readonly fleet: Fleet;
  /** How many commands there are from one fault to the next. */
  readonly interval: number;
  /** Nobody asks anything any more until `resume`. What is under way goes on. */
  hold(): void;
  /** Holds, and waits for what is under way. */
  pause(): Promise<void>;
  resume(): void;
  /** Resolves when so many more commands were answered. */
  commands(count: number): Promise<void>;
  /** While the run is paused, every device syncs. */
  everybodySyncs(): Promise<void>;
  /** Whom an older state of the database does not know cannot act any more. */
  forgetTheLost(): Promise<void>;
}

export interface CheckOptions {
  /** How many commands. */
  readonly operations: number;
  readonly seed: number;
  /** How often the fault comes; as the scenario says unless given. */
  readonly faults?: number | undefined;
  /** How many processes write beside those of the scenario; none unless given. SQLite has one in all. */
  readonly writers?: number | undefined;
  readonly defect?: DefectName;
}
