import { productionRules, type SmsSpendRules, unlimitedSms } from '@kith/core';
import { z } from 'zod';

const { number, prefix, total, conversion } = productionRules.smsSpend;
const minuteMs = 60_000;

const limit = z.coerce.number().int().positive().optional();

/** The variables that bound what is spent on SMS (docs/wire/users.md, "Limits of codes"). */
export const smsSpendVariables = {
  KITH_SMS_PER_NUMBER_DAY: limit.meta({
    description: `codes to one number in a day; no limit in development, else ${number.limit}`,
  }),
  KITH_SMS_PER_PREFIX_HOUR: limit.meta({
    description: `codes in an hour to the numbers that share all but their last four digits; no limit in development, else ${prefix.limit}`,
  }),
  KITH_SMS_PER_HOUR: limit.meta({
    description: `codes in an hour to all numbers together; no limit in development, else ${total.limit}`,
  }),
  KITH_SMS_MIN_CONVERSION: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({
      description: `percent of its codes that must be verified, or a prefix is paused; 0 in development (never), else ${conversion.atLeast * 100}`,
    }),
  KITH_SMS_CONVERSION_SAMPLE: z.coerce
    .number()
    .int()
    .positive()
    .default(conversion.sample)
    .meta({ description: 'by how many codes in a day, or more, a prefix is judged' }),
  KITH_SMS_PAUSE_MINUTES: z.coerce
    .number()
    .int()
    // The codes of its hour are forgotten with the pause.
    .min(prefix.windowMs / minuteMs)
    .default(conversion.pauseMs / minuteMs)
    .meta({ description: 'for how long a prefix is paused' }),
} as const;

type SmsSpendEnvironment = z.output<z.ZodObject<typeof smsSpendVariables>>;

/** What holds in production where nothing is set. */
export const smsSpendDefaults = {
  KITH_SMS_PER_NUMBER_DAY: number.limit,
  KITH_SMS_PER_PREFIX_HOUR: prefix.limit,
  KITH_SMS_PER_HOUR: total.limit,
  KITH_SMS_MIN_CONVERSION: conversion.atLeast * 100,
} as const satisfies Partial<SmsSpendEnvironment>;

/** What is not set has no limit. */
export const smsSpendOf = (environment: SmsSpendEnvironment): SmsSpendRules => ({
  number: bounded(unlimitedSms.number, environment.KITH_SMS_PER_NUMBER_DAY),
  prefix: bounded(unlimitedSms.prefix, environment.KITH_SMS_PER_PREFIX_HOUR),
  total: bounded(unlimitedSms.total, environment.KITH_SMS_PER_HOUR),
  conversion: {
    ...unlimitedSms.conversion,
    atLeast: (environment.KITH_SMS_MIN_CONVERSION ?? 0) / 100,
    sample: environment.KITH_SMS_CONVERSION_SAMPLE,
    pauseMs: environment.KITH_SMS_PAUSE_MINUTES * minuteMs,
  },
});

const bounded = <Allowance extends SmsSpendRules['total']>(
  unlimited: Allowance,
  limitSet: number | undefined,
) => ({ ...unlimited, ...(limitSet !== undefined && { limit: limitSet }) });
