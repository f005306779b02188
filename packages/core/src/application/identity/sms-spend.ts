import type { EpochMs } from '../../domain/ids.js';
import type { Phone } from '../../domain/phone.js';
import type { Rules } from '../../domain/rules.js';
import {
  conversionKeys,
  countSend,
  countVerified,
  type PausedPrefix,
  type SmsLedger,
  type SmsSpendKey,
  spendKeys,
  uncountSend,
} from '../../domain/sms-spend.js';
import type { WriteSession } from '../../ports/unit-of-work.js';

/** The code that is meant: to whom, and when sending it began. */
interface Counted {
  readonly phone: Phone;
  readonly startedAt: EpochMs;
}

/** Part of a write that holds the number's lock; so are the others. @returns the prefix, if it was paused instead of counting */
export async function takeAllowance(
  session: WriteSession,
  { phone, startedAt }: Counted,
  rules: Rules,
): Promise<PausedPrefix | null> {
  const ledger = await locked(session, spendKeys(phone, rules));
  const { changed, paused } = countSend(ledger, phone, startedAt, rules);
  await session.smsSpend.save(changed);
  return paused;
}

export async function giveBackAllowance(
  session: WriteSession,
  { phone, startedAt }: Counted,
  rules: Rules,
): Promise<void> {
  const ledger = await locked(session, spendKeys(phone, rules));
  await session.smsSpend.save(uncountSend(ledger, phone, startedAt, rules));
}

export async function noteVerified(
  session: WriteSession,
  { phone, startedAt }: Counted,
  rules: Rules,
): Promise<void> {
  const keys = conversionKeys(phone, rules);
  if (keys.length === 0) return;
  await session.smsSpend.save(countVerified(await locked(session, keys), phone, startedAt, rules));
}

async function locked(
  { lockSmsSpend, smsSpend }: WriteSession,
  keys: readonly SmsSpendKey[],
): Promise<SmsLedger> {
  await lockSmsSpend(keys);
  return smsSpend.findMany(keys);
}
