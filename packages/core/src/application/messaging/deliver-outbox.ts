import { retryDelay } from '../../domain/backoff.js';
import { isDomainError } from '../../domain/errors.js';
import { epochMs, type UserId } from '../../domain/ids.js';
import type { OutboxEntry } from '../../ports/outbox.js';
import type { Services } from '../../services.js';
import { type Outcome, settling } from './outcomes.js';

type Needs = Pick<Services, 'unitOfWork' | 'clock' | 'random' | 'rules' | 'imGateway' | 'reconcileUser'>;

/** How many entries are on their way at once. */
const lanes = 8;
const longestError = 255;

/** Entries of one claim have different ordering keys, so they may go side by side. */
export const deliverOutbox =
  (needs: Needs): Services['deliverOutbox'] =>
  async ({ isOver = () => false } = {}) => {
    const { unitOfWork, clock, rules } = needs;
    const now = clock.now();
    const { leaseMs, batch } = rules.outbox;
    const claimed = await unitOfWork.write(({ outbox }) =>
      outbox.claim({ now, leaseUntil: epochMs(now + leaseMs), limit: batch }),
    );

    // None is begun in the second half: what a slow IM cloud leaves over is not sent by us while another relay, which takes it
    // when the lease ends, sends it too.
    const isTooLate = () => clock.now() > now + leaseMs / 2;
    const outcomes = await deliverAll(needs, claimed, () => isOver() || isTooLate());

    const count = (verdict: Outcome['verdict']): number =>
      outcomes.filter((outcome) => outcome.verdict === verdict).length;
    return {
      delivered: count('delivered'),
      retried: count('retried'),
      postponed: count('postponed'),
      dead: count('dead'),
    };
  };

async function deliverAll(
  needs: Needs,
  entries: readonly OutboxEntry[],
  isOver: () => boolean,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const { add, hasFailed, done } = settling(needs.unitOfWork);
  const note = (outcome: Outcome): void => {
    outcomes.push(outcome);
    add(outcome);
  };

  const queue = entries.values();
  const lane = async (): Promise<void> => {
    for (const entry of queue)
      note(isOver() || hasFailed() ? letGo(needs, entry) : await deliver(needs, entry));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await done();
  return outcomes;
}

/** It was not begun: whoever has time for it may take it at once. */
const letGo = ({ clock }: Needs, { id, lastError }: OutboxEntry): Outcome => ({
  verdict: 'postponed',
  id,
  error: lastError,
  dueAt: clock.now(),
});

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
