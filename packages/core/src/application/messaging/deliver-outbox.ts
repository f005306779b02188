import { retryDelay } from '../../domain/backoff.js';
import { isDomainError } from '../../domain/errors.js';
import { type EpochMs, epochMs, type UserId } from '../../domain/ids.js';
import type { Outbox, OutboxEntry } from '../../ports/outbox.js';
import type { Services } from '../../services.js';

type Needs = Pick<Services, 'unitOfWork' | 'clock' | 'random' | 'rules' | 'imGateway' | 'reconcileUser'>;

/** What became of an entry, and what is to be written about it. */
type Outcome =
  | { readonly verdict: 'delivered'; readonly id: number }
  | {
      readonly verdict: 'retried' | 'postponed';
      readonly id: number;
      readonly error: string;
      readonly dueAt: EpochMs;
    }
  | { readonly verdict: 'dead'; readonly id: number; readonly error: string };

/** How many entries are on their way at once. */
const lanes = 8;
const longestError = 255;

/** Entries of one claim have different ordering keys, so they may go side by side. */
export const deliverOutbox =
  (needs: Needs): Services['deliverOutbox'] =>
  async () => {
    const { unitOfWork, clock, rules } = needs;
    const now = clock.now();
    const { leaseMs, batch } = rules.outbox;
    const claimed = await unitOfWork.write(({ outbox }) =>
      outbox.claim({ now, leaseUntil: epochMs(now + leaseMs), limit: batch }),
    );

    const outcomes = await deliverAll(needs, claimed, epochMs(now + leaseMs / 2));
    if (outcomes.length > 0) await unitOfWork.write(({ outbox }) => settle(outbox, outcomes));

    const count = (verdict: Outcome['verdict']): number =>
      outcomes.filter((outcome) => outcome.verdict === verdict).length;
    return {
      delivered: count('delivered'),
      retried: count('retried'),
      postponed: count('postponed'),
      dead: count('dead'),
    };
  };

async function settle(outbox: Outbox, outcomes: readonly Outcome[]): Promise<void> {
  await outbox.remove(outcomes.filter(({ verdict }) => verdict === 'delivered').map(({ id }) => id));
  for (const outcome of outcomes) {
    if (outcome.verdict === 'retried') await outbox.retry(outcome.id, outcome);
    if (outcome.verdict === 'postponed') await outbox.postpone(outcome.id, outcome);
    if (outcome.verdict === 'dead') await outbox.bury(outcome.id, outcome);
  }
}

/**
 * None is begun after `latestStart`: what a slow IM cloud leaves over is not sent by us while another relay,
 * which takes it when the lease ends, sends it too.
 */
async function deliverAll(
  needs: Needs,
  entries: readonly OutboxEntry[],
  latestStart: number,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const queue = entries.values();
  const lane = async (): Promise<void> => {
    for (const entry of queue) {
      if (needs.clock.now() > latestStart) return;
      outcomes.push(await deliver(needs, entry));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

async function deliver(needs: Needs, { id, attempts, event, version, at }: OutboxEntry): Promise<Outcome> {
  try {
    if (event.type === 'reconciliation-due') await compare(needs, event.user);
    else await needs.imGateway.deliver({ event, version, at });
    return { verdict: 'delivered', id };
  } catch (failure) {
    return { id, ...judge(needs, attempts + 1, failure) };
  }
}

/** A cloud that refuses to be asked leaves no letter: the next login asks again. */
async function compare({ reconcileUser }: Needs, user: UserId): Promise<void> {
  try {
    await reconcileUser(user);
  } catch (failure) {
    if (!isDomainError(failure, 'im-refused')) throw failure;
  }
}

/**
 * A refusal is final, and what may have arrived is not said twice. Without an answer nothing is counted: an outage makes no
 * dead letters, however long. Anything else, also what nobody expected, may pass.
 */
function judge({ clock, random, rules }: Needs, failures: number, failure: unknown) {
  const error = describe(failure).slice(0, longestError);
  if (isDomainError(failure, 'im-refused') || isDomainError(failure, 'im-uncertain'))
    return { verdict: 'dead', error } as const;

  const outage = isDomainError(failure, 'im-unavailable') ? failure.data : null;
  const backoffMs = retryDelay(failures, random.fraction(), rules.outbox);
  const dueAt = epochMs(clock.now() + Math.max(backoffMs, outage?.retryAfterMs ?? 0));
  if (outage && !outage.answered) return { verdict: 'postponed', error, dueAt } as const;
  if (failures >= rules.outbox.maxAttempts) return { verdict: 'dead', error } as const;
  return { verdict: 'retried', error, dueAt } as const;
}

function describe(failure: unknown): string {
  if (isDomainError(failure, 'im-refused') || isDomainError(failure, 'im-uncertain'))
    return `${failure.code}: ${failure.data.reason}`;
  return failure instanceof Error ? failure.message : String(failure);
}
