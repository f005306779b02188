/** Every limit and duration of the domain, in one place. All durations in ms. */
export interface Rules {
  readonly code: {
    /** How long a code may be verified: 2 minutes. */
    readonly lifetimeMs: number;
    /** How soon the next may be sent to the same number. */
    readonly resendAfterMs: number;
    /** Wrong tries that end the codes of a number. */
    readonly maxTries: number;
    /** Accepted beside the one that was sent; null everywhere but in development. */
    readonly universal: string | null;
  };
  readonly smsSpend: SmsSpendRules;
  /** How long a verification token is good: minutes. */
  readonly tokenLifetimeMs: number;
  readonly sessionLifetimeMs: number;
  /** Wrong passwords per phone number within a window. */
  readonly passwordGuesses: { readonly limit: number; readonly windowMs: number };
  readonly invitation: {
    /** After my last invitation, when the other side ignored it. */
    readonly againAfterIgnoredMs: number;
    /** After my last invitation, while it is unanswered. */
    readonly againAfterRequestedMs: number;
  };
  readonly group: { readonly maxMembers: number; readonly maxGroupsPerUser: number };
  readonly outbox: {
    /** A relay that claimed an entry and died loses it after this. */
    readonly leaseMs: number;
    readonly batch: number;
    readonly maxAttempts: number;
    readonly firstRetryMs: number;
    readonly maxRetryMs: number;
  };
}

/** How many codes are sent at most (docs/wire/users.md, "Limits of codes"). */
export interface SmsSpendRules {
  /** To one number. */
  readonly number: SmsAllowance;
  /** To the numbers that differ in their last digits only. */
  readonly prefix: SmsAllowance;
  /** To all numbers together. */
  readonly total: SmsAllowance;
  /** A prefix whose codes nobody verifies is paused: somebody is paid for each SMS that goes there. */
  readonly conversion: {
    /** The share of codes that must be verified, 0 to 1. 0: no prefix is paused. */
    readonly atLeast: number;
    /** Judged by so many codes, or more. */
    readonly sample: number;
    readonly windowMs: number;
    /** Not shorter than the window of `prefix`, whose count begins anew after a pause. */
    readonly pauseMs: number;
  };
}

/** Infinity is no limit. */
interface SmsAllowance {
  readonly limit: number;
  readonly windowMs: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const limitedSms: SmsSpendRules = {
  number: { limit: 10, windowMs: day },
  prefix: { limit: 30, windowMs: hour },
  total: { limit: 2_000, windowMs: hour },
  conversion: { atLeast: 0.25, sample: 20, windowMs: day, pauseMs: 6 * hour },
};

/** As many as are asked for: nothing is counted. */
export const unlimitedSms: SmsSpendRules = {
  number: { ...limitedSms.number, limit: Number.POSITIVE_INFINITY },
  prefix: { ...limitedSms.prefix, limit: Number.POSITIVE_INFINITY },
  total: { ...limitedSms.total, limit: Number.POSITIVE_INFINITY },
  conversion: { ...limitedSms.conversion, atLeast: 0 },
};

export const productionRules: Rules = {
  code: { lifetimeMs: 2 * minute, resendAfterMs: minute, maxTries: 5, universal: null },
  smsSpend: limitedSms,
  tokenLifetimeMs: 10 * minute,
  sessionLifetimeMs: 30 * day,
  passwordGuesses: { limit: 10, windowMs: 15 * minute },
  invitation: { againAfterIgnoredMs: day, againAfterRequestedMs: 3 * day },
  group: { maxMembers: 500, maxGroupsPerUser: 500 },
  outbox: { leaseMs: 30 * second, batch: 50, maxAttempts: 12, firstRetryMs: second, maxRetryMs: 10 * minute },
};

/** Days become seconds, a code may be sent every 5 s as often as one likes, and 9999 is always right. */
export const developmentRules: Rules = {
  ...productionRules,
  code: { ...productionRules.code, resendAfterMs: 5 * second, universal: '9999' },
  smsSpend: unlimitedSms,
  invitation: { againAfterIgnoredMs: second, againAfterRequestedMs: 3 * second },
};
