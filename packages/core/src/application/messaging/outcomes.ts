import type { EpochMs } from '../../domain/ids.js';
import type { Outbox } from '../../ports/outbox.js';
import type { UnitOfWork } from '../../ports/unit-of-work.js';

interface Again {
  readonly id: number;
  readonly error: string | null;
  readonly dueAt: EpochMs;
}

/** What became of an entry, and what is to be written about it. */
export type Outcome =
  | { readonly verdict: 'delivered'; readonly id: number }
  | ({ readonly verdict: 'postponed' } & Again)
  | ({ readonly verdict: 'retried' } & Again & { readonly error: string })
  | { readonly verdict: 'dead'; readonly id: number; readonly error: string };

export interface Settling {
  add(outcome: Outcome): void;
  /** Nothing can be written any more: what is delivered from now on would be delivered again. */
  hasFailed(): boolean;
  /** Resolves when all is written. Rejects with what kept it from being written. */
  done(): Promise<void>;
}

/**
 * Writes outcomes as they come, those that come during a write together in the next one. What a relay had not written when it
 * died is delivered again: that is to be little.
 */
export function settling(unitOfWork: UnitOfWork): Settling {
  let unwritten: Outcome[] = [];
  let writing: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;

  const write = async (): Promise<void> => {
    try {
      while (unwritten.length > 0 && !failure) {
        const outcomes = unwritten;
        unwritten = [];
        await unitOfWork.write(({ outbox }) => settle(outbox, outcomes));
      }
    } catch (error) {
      failure = { error };
    } finally {
      writing = null;
    }
  };

  return {
    add(outcome) {
      unwritten.push(outcome);
      writing ??= write();
    },
    hasFailed: () => failure !== null,
    async done() {
      await writing;
      if (failure) throw failure.error;
    },
  };
}

async function settle(outbox: Outbox, outcomes: readonly Outcome[]): Promise<void> {
  await outbox.remove(outcomes.filter(({ verdict }) => verdict === 'delivered').map(({ id }) => id));
  for (const outcome of outcomes) {
    if (outcome.verdict === 'retried') await outbox.retry(outcome.id, outcome);
    if (outcome.verdict === 'postponed') await outbox.postpone(outcome.id, outcome);
    if (outcome.verdict === 'dead') await outbox.bury(outcome.id, outcome);
  }
}
