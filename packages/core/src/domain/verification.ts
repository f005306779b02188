import { DomainError } from './errors.js';
import { type EpochMs, epochMs } from './ids.js';
import type { Rules } from './rules.js';

/** A code on its way, or arrived. */
export interface SentCode {
  /** What the `SmsVerifier` needs to check it: never the code in clear. */
  readonly reference: string;
  /** When sending it began: then it was counted (`countSend`). */
  readonly startedAt: EpochMs;
  readonly sentAt: EpochMs;
}

/**
 * The state of one phone number's verification: sent -> verified -> used (docs/wire/users.md, "Codes").
 */
export interface Verification {
  /** Newest first. The one before the last stays good while it lives: an SMS may arrive late. */
  readonly codes: readonly SentCode[];
  /** Tries since the last code was sent, right or wrong. */
  readonly tries: number;
  /** When a code was last sent, or began to be; null if none was, or sending it failed. */
  readonly lastSendAt: EpochMs | null;
  /** What a right code earned; null if nothing, or it is used up. */
  readonly token: VerificationToken | null;
}

export interface VerificationToken {
  /** `SecretDigest` of the token. */
  readonly digest: string;
  readonly expiresAt: EpochMs;
}

const nothingSent: Verification = { codes: [], tries: 0, lastSendAt: null, token: null };
const rememberedCodes = 2;

const isLive = (code: SentCode, now: EpochMs, { code: { lifetimeMs } }: Rules): boolean =>
  now - code.sentAt <= lifetimeMs;

/**
 * Reserves the right to send, so that two requests at once send one SMS.
 *
 * @throws DomainError `code-throttled` within `resendAfterMs` of the last send
 */
export function beginSend(current: Verification | null, now: EpochMs, rules: Rules): Verification {
  const { lastSendAt } = current ?? nothingSent;
  const retryAfterMs = lastSendAt === null ? 0 : lastSendAt + rules.code.resendAfterMs - now;
  if (retryAfterMs > 0) throw new DomainError('code-throttled', { retryAfterMs });
  return { ...(current ?? nothingSent), lastSendAt: now };
}

/** The SMS is out: its code is good, and tries begin anew. A provider that sent the same code again gave the same reference. */
export function sent(current: Verification | null, code: SentCode): Verification {
  const { codes, ...rest } = current ?? nothingSent;
  const others = codes.filter(({ reference }) => reference !== code.reference);
  return { ...rest, codes: [code, ...others].slice(0, rememberedCodes), tries: 0 };
}

/** The SMS is surely not out: the number may ask again at once. A later send's reservation is left alone. */
export function sendFailed(current: Verification | null, startedAt: EpochMs): Verification {
  const state = current ?? nothingSent;
  return state.lastSendAt === startedAt ? { ...state, lastSendAt: null } : state;
}

/**
 * Counts a try before it is checked, so that guesses in parallel are bounded too.
 *
 * @returns the counted state, and the codes that may still be checked
 * @throws DomainError `phone-unknown` when nothing was ever sent; `code-expired` when no code lives, or the tries are used up
 */
export function takeTry(
  current: Verification | null,
  now: EpochMs,
  rules: Rules,
): { readonly next: Verification; readonly codes: readonly SentCode[] } {
  if (current === null) throw new DomainError('phone-unknown');
  const codes = current.codes.filter((code) => isLive(code, now, rules));
  if (codes.length === 0 || current.tries >= rules.code.maxTries) throw new DomainError('code-expired');
  return { next: { ...current, tries: current.tries + 1 }, codes };
}

/**
 * Exchanges a right code for a token. A code is good once, also when it is verified twice at the same time.
 *
 * @throws DomainError `code-expired` when another request has used the code up
 */
export function verified(
  current: Verification | null,
  code: SentCode,
  digest: string,
  now: EpochMs,
  rules: Rules,
): Verification {
  const isGood = current?.codes.some(({ reference }) => reference === code.reference);
  if (!current || !isGood) throw new DomainError('code-expired');
  return { ...current, codes: [], token: { digest, expiresAt: epochMs(now + rules.tokenLifetimeMs) } };
}

/**
 * @throws DomainError `verification-token-unknown` when the token is not this number's, used up or too old
 */
export function requireToken(current: Verification | null, digest: string, now: EpochMs): Verification {
  if (!current?.token || current.token.digest !== digest || now > current.token.expiresAt)
    throw new DomainError('verification-token-unknown');
  return current;
}

/** The token has done its work. */
export const useUp = (current: Verification): Verification => ({ ...current, token: null });

/** The last time that it tells of. Long after it, it says no more than that nothing was ever sent. */
export const lastTimeOf = ({ codes, lastSendAt, token }: Verification): EpochMs =>
  epochMs(Math.max(lastSendAt ?? 0, token?.expiresAt ?? 0, ...codes.map(({ sentAt }) => sentAt)));
