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

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

export const productionRules: Rules = {
  code: { lifetimeMs: 2 * minute, resendAfterMs: minute, maxTries: 5, universal: null },
  tokenLifetimeMs: 10 * minute,
  sessionLifetimeMs: 30 * day,
  passwordGuesses: { limit: 10, windowMs: 15 * minute },
  invitation: { againAfterIgnoredMs: day, againAfterRequestedMs: 3 * day },
  group: { maxMembers: 500, maxGroupsPerUser: 500 },
  outbox: { leaseMs: 30 * second, batch: 50, maxAttempts: 12, firstRetryMs: second, maxRetryMs: 10 * minute },
};

/** Days become seconds, a code may be sent every 5 s, and 9999 is always right. */
export const developmentRules: Rules = {
  ...productionRules,
  code: { ...productionRules.code, resendAfterMs: 5 * second, universal: '9999' },
  invitation: { againAfterIgnoredMs: second, againAfterRequestedMs: 3 * second },
};
