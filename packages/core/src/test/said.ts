import type { OutboxEvent } from '../domain/events.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** What was put into the outbox since the last time, in the order it would be delivered. */
export const said = (unitOfWork: UnitOfWork, { now }: Clock): Promise<OutboxEvent[]> =>
  unitOfWork.write(async ({ outbox }) => {
    const events: OutboxEvent[] = [];
    for (;;) {
      const [next] = await outbox.claim({ now: now(), leaseUntil: now(), limit: 1 });
      if (!next) return events;
      events.push(next.event);
      await outbox.remove([next.id]);
    }
  });
