import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { epochMs } from '@kith/core';
import type { SmsLog, SmsNeeds } from '../provider.js';

/** 2026-01-01T00:00:00Z */
export const newYear = epochMs(1_767_225_600_000);

const secretDigest = {
  digest: (text: string) => createHmac('sha256', 'key').update(text).digest('hex'),
};

/** A log that can be read. */
export const listingLog = (): SmsLog & { readonly lines: readonly string[] } => {
  const lines: string[] = [];
  const line = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return { lines, info: line('info'), warn: line('warn'), error: line('error') };
};

/** What a provider needs, with a clock that stands at `newYear` and a log that nobody reads. */
export const needs = (some: Partial<SmsNeeds> = {}): SmsNeeds => ({
  clock: { now: () => newYear },
  random: {
    digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
    uuid: () => randomUUID(),
  },
  secretDigest,
  log: listingLog(),
  timeoutMs: 2_000,
  ...some,
});
