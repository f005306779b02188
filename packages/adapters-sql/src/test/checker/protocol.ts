import type { ChangeSet, GroupId, SyncPosition, UserId } from '@kith/core';
import type { Command, Made } from './commands.js';
import type { DefectName } from './defects.js';

/** How one of the server's processes is started. */
export interface ServerConfig {
  readonly url: string;
  readonly replicaUrl: string | null;
  /** How far its clock is from the others'. */
  readonly clockOffsetMs: number;
  /** Another one for each start, so that no two make the same ids. */
  readonly seed: number;
  /** What is broken in it; null as it should be. */
  readonly defect: DefectName | null;
}

/** What a server is asked, and what it answers to each. */
export interface Asked {
  command: { readonly asks: Command; readonly answer: Made };
  pull: {
    readonly asks: {
      readonly me: UserId;
      readonly position: SyncPosition;
      readonly limit: number | null;
    };
    readonly answer: ChangeSet;
  };
  /** Makes the users of a run, and a group of the first of them. */
  populate: {
    readonly asks: { readonly users: number; readonly inGroup: number };
    readonly answer: { readonly users: readonly UserId[]; readonly group: GroupId };
  };
  /** Which of these users there are. */
  known: { readonly asks: readonly UserId[]; readonly answer: readonly UserId[] };
  /** Ends the process in the middle of a transaction, as a loss of power does. Never answered. */
  die: { readonly asks: { readonly me: UserId; readonly them: UserId }; readonly answer: never };
}

export type Kind = keyof Asked;

export interface Request<K extends Kind = Kind> {
  readonly id: number;
  readonly kind: K;
  readonly asks: Asked[K]['asks'];
}

/**
 * `refused`: by the rules; nothing happened. `unavailable`: the database could not be asked, or nobody lived to answer;
 * what was asked for may have happened. `broken`: what should not be.
 */
export type Reply<K extends Kind = Kind> =
  | { readonly outcome: 'done'; readonly answer: Asked[K]['answer'] }
  | { readonly outcome: 'refused' | 'unavailable' | 'broken'; readonly reason: string };

export interface Message {
  readonly id: number;
  readonly reply: Reply;
}

/** Said once, when it can be asked. */
export const ready = 'ready';
