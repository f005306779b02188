import type { Time } from '../client/time.js';

export interface FakeTime extends Time {
  /** Every pause that was made, in ms. */
  readonly waits: readonly number[];
  /** Lets time pass: what was to ring by then rings. */
  elapse(ms: number): void;
}

/** Time that stands still until a test lets it pass, or somebody waits: then it jumps. */
export function fakeTime(): FakeTime {
  const alarms = new Set<{ readonly at: number; readonly ring: () => void }>();
  const waits: number[] = [];
  let now = 0;

  const elapse = (ms: number): void => {
    now += ms;
    for (const alarm of [...alarms].filter(({ at }) => at <= now)) {
      alarms.delete(alarm);
      alarm.ring();
    }
  };
  return {
    now: () => now,
    waits,
    elapse,
    async wait(ms) {
      waits.push(ms);
      elapse(ms);
    },
    alarm(ms, ring) {
      const alarm = { at: now + ms, ring };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
  };
}
