import type { PausedPrefix } from '../domain/sms-spend.js';

/** What an operator must look at. */
export type Alert =
  /** Hardly anybody verifies the codes that go to these numbers: SMS pumping (docs/wire/users.md, "Limits of codes"). */
  { readonly type: 'sms-prefix-paused' } & PausedPrefix;

export interface Alerts {
  /** Never throws. What it tells of is committed. */
  raise(alert: Alert): void;
}
