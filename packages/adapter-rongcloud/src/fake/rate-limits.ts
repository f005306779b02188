import type { Rate } from './endpoint.js';
import type { Form } from './form.js';
import { Refusal } from './refusal.js';

/** Counts what was called in the last second or minute. */
export function rateLimits() {
  const counted = new Map<Rate, { at: number; cost: number }[]>();

  return {
    /** @throws Refusal 1008 */
    count(rate: Rate, form: Form, now: number): void {
      const cost = rate.counts === undefined ? 1 : (form.get(rate.counts)?.length ?? 1);
      const recent = (counted.get(rate) ?? []).filter(({ at }) => at > now - rate.ms);
      counted.set(rate, recent);
      const used = recent.reduce((sum, one) => sum + one.cost, 0);
      if (used + cost > rate.max) throw new Refusal(1008, `${rate.max} in ${rate.ms} ms`);
      recent.push({ at: now, cost });
    },
  };
}
