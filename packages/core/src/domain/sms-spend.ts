import { DomainError } from './errors.js';
import { type EpochMs, epochMs } from './ids.js';
import type { Phone } from './phone.js';
import type { Rules } from './rules.js';

/** Codes that began to be sent within one stretch of 10 minutes. */
export interface SmsSlot {
  /** When the stretch begins. */
  readonly at: EpochMs;
  readonly sent: number;
  /** How many of them were verified. */
  readonly verified: number;
}

/** What was sent to a number, to a prefix or in all, as far as it still counts (docs/wire/users.md, "Limits of codes"). */
export interface SmsSpend {
  /** Oldest first. */
  readonly slots: readonly SmsSlot[];
  /** Nothing may be sent before; null when it never was paused. */
  readonly pausedUntil: EpochMs | null;
  /** From then on it says nothing more than that nothing is known. */
  readonly expiresAt: EpochMs;
}

export type SmsSpendKey = `number:${string}` | `prefix:${string}` | 'total';

/** States by their keys. What is not in it is nothing. */
export type SmsLedger = ReadonlyMap<SmsSpendKey, SmsSpend>;

/** A prefix that has just been paused, and why. */
export interface PausedPrefix {
  /** Region and the first digits of the national number: '86 1391234'. */
  readonly prefix: string;
  /** Codes whose time is over, and how many of them were verified. */
  readonly sent: number;
  readonly verified: number;
  readonly until: EpochMs;
}

const slotMs = 10 * 60_000;
/** Who sells numbers to be pumped holds thousands that follow one another: 10,000 are one prefix. */
const lineDigits = 4;

const prefixOf = ({ region, number }: Phone): string => `${region} ${number.slice(0, -lineDigits)}`;
const prefixKeyOf = (phone: Phone): SmsSpendKey => `prefix:${prefixOf(phone)}`;

interface Account {
  readonly key: SmsSpendKey;
  readonly limit: number;
  readonly windowMs: number;
  /** How long its slots are of use. */
  readonly keepMs: number;
}

const isWatched = ({ smsSpend }: Rules): boolean => smsSpend.conversion.atLeast > 0;

/** What a code is counted under. What has no limit is not counted. */
function accountsOf(phone: Phone, rules: Rules): readonly Account[] {
  const { number, prefix, total, conversion } = rules.smsSpend;
  const watchedMs = isWatched(rules) ? conversion.windowMs : 0;
  const accounts: readonly Account[] = [
    { key: `number:${phone.region} ${phone.number}`, ...number, keepMs: number.windowMs },
    { key: prefixKeyOf(phone), ...prefix, keepMs: Math.max(prefix.windowMs, watchedMs) },
    { key: 'total', ...total, keepMs: total.windowMs },
  ];
  const isCounted = ({ key, limit }: Account): boolean =>
    Number.isFinite(limit) || (key === prefixKeyOf(phone) && isWatched(rules));
  return accounts.filter(isCounted);
}

/** What must be known, and locked, to count a code to a number, or to take it back; in ascending order. */
export const spendKeys = (phone: Phone, rules: Rules): readonly SmsSpendKey[] =>
  accountsOf(phone, rules).map(({ key }) => key);

/** What must be known, and locked, to count a verification. */
export const conversionKeys = (phone: Phone, rules: Rules): readonly SmsSpendKey[] =>
  isWatched(rules) ? [prefixKeyOf(phone)] : [];

/**
 * Counts a code before it is sent, or pauses its prefix: then nothing is counted, and nothing may be sent.
 *
 * @returns the states that changed
 * @throws DomainError `code-throttled` when a limit is reached, or the prefix is paused
 */
export function countSend(
  ledger: SmsLedger,
  phone: Phone,
  now: EpochMs,
  rules: Rules,
): { readonly changed: SmsLedger; readonly paused: PausedPrefix | null } {
  const prefix = ledger.get(prefixKeyOf(phone)) ?? nothing;
  if (isWatched(rules)) {
    waitUntil(prefix.pausedUntil ?? now, now);
    const { sent, verified } = lateOf(prefix, now, rules);
    const { atLeast, sample, pauseMs } = rules.smsSpend.conversion;
    if (sent >= sample && verified < atLeast * sent) {
      const until = epochMs(now + pauseMs);
      return {
        // It begins anew after the pause: by what was before, it would be paused again at once.
        changed: new Map([[prefixKeyOf(phone), { slots: [], pausedUntil: until, expiresAt: until }]]),
        paused: { prefix: prefixOf(phone), sent, verified, until },
      };
    }
  }
  const accounts = accountsOf(phone, rules);
  const roomAt = accounts.map((account) => roomIn(ledger.get(account.key) ?? nothing, account, now));
  waitUntil(epochMs(Math.max(now, ...roomAt)), now);
  return {
    changed: changedIn(ledger, accounts, now, (slot) => ({ ...slot, sent: slot.sent + 1 })),
    paused: null,
  };
}

/** Takes a code back that was counted then, and is surely not out. @returns the states that changed */
export const uncountSend = (ledger: SmsLedger, phone: Phone, startedAt: EpochMs, rules: Rules): SmsLedger =>
  changedIn(ledger, accountsOf(phone, rules), startedAt, (slot) => ({
    ...slot,
    sent: slot.sent - 1,
  }));

/** Counts that a code that was counted then has been verified. @returns the states that changed */
export const countVerified = (ledger: SmsLedger, phone: Phone, startedAt: EpochMs, rules: Rules): SmsLedger =>
  changedIn(
    ledger,
    accountsOf(phone, rules).filter(({ key }) => key === prefixKeyOf(phone)),
    startedAt,
    (slot) => ({ ...slot, verified: slot.verified + 1 }),
  );

const nothing: SmsSpend = { slots: [], pausedUntil: null, expiresAt: epochMs(0) };

function waitUntil(end: EpochMs, now: EpochMs): void {
  if (end > now) throw new DomainError('code-throttled', { retryAfterMs: end - now });
}

const endOf = ({ at }: SmsSlot): number => at + slotMs;
const sum = (slots: readonly SmsSlot[], of: 'sent' | 'verified'): number =>
  slots.reduce((count, slot) => count + slot[of], 0);

/** When there is room for one more: when enough slots have left the window as a whole. */
function roomIn({ slots }: SmsSpend, { limit, windowMs }: Account, now: EpochMs): number {
  let left = sum(slots, 'sent');
  let end: number = now;
  for (const slot of slots) {
    const leavesAt = endOf(slot) + windowMs;
    if (leavesAt > now && left < limit) return end;
    left -= slot.sent;
    end = Math.max(end, leavesAt);
  }
  return end;
}

/** Codes that can no longer be verified: those that still can say nothing yet. */
function lateOf({ slots }: SmsSpend, now: EpochMs, { code, smsSpend: { conversion } }: Rules) {
  const late = slots.filter(
    (slot) => endOf(slot) + code.lifetimeMs <= now && endOf(slot) + conversion.windowMs > now,
  );
  return { sent: sum(late, 'sent'), verified: sum(late, 'verified') };
}

const changedIn = (
  ledger: SmsLedger,
  accounts: readonly Account[],
  at: EpochMs,
  change: (slot: SmsSlot) => SmsSlot,
): SmsLedger =>
  new Map(
    accounts.map((account) => [
      account.key,
      withSlot(ledger.get(account.key) ?? nothing, account, at, change),
    ]),
  );

/** Changes the slot of a time. Those that are of no use any more go. */
function withSlot(
  { slots, pausedUntil }: SmsSpend,
  { keepMs }: Account,
  time: EpochMs,
  change: (slot: SmsSlot) => SmsSlot,
): SmsSpend {
  const at = epochMs(time - (time % slotMs));
  const before = slots.find((slot) => slot.at === at) ?? { at, sent: 0, verified: 0 };
  const kept = [...slots.filter((slot) => slot.at !== at && endOf(slot) + keepMs > time), change(before)]
    .filter(({ sent }) => sent > 0)
    .sort((a, b) => a.at - b.at);
  const ends = [pausedUntil ?? 0, ...kept.map((slot) => endOf(slot) + keepMs)];
  return { slots: kept, pausedUntil, expiresAt: epochMs(Math.max(...ends)) };
}
