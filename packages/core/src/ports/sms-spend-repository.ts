import type { EpochMs } from '../domain/ids.js';
import type { SmsLedger, SmsSpendKey } from '../domain/sms-spend.js';

/** What was spent on SMS. Nothing here is part of a sync: writing it takes no version. */
export interface SmsSpendRepository {
  /** Those that are known. What it is decided by must be locked before (`lockSmsSpend`). */
  findMany(keys: readonly SmsSpendKey[]): Promise<SmsLedger>;
  /** Puts these states in the place of what was there; others stay. */
  save(changed: SmsLedger): Promise<void>;
  /** Deletes those that expired before, but for those in use. @returns how many */
  prune(before: EpochMs): Promise<number>;
}
