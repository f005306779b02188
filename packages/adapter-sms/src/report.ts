import { DomainError, type Phone } from '@kith/core';
import type { z } from 'zod';
import type { HttpResult } from './http.js';
import type { SendOutcome, SendReport, SmsLog } from './provider.js';

/**
 * What came of a call that sends.
 *
 * @param read only asked about an answer of the provider's own shape
 */
export function reportOf<Answer>(
  result: HttpResult,
  answer: z.ZodType<Answer>,
  read: (answer: Answer, status: number) => SendReport,
): SendReport {
  if (result.kind === 'not-sent') return { outcome: 'unavailable', detail: result.cause };
  if (result.kind === 'uncertain') return { outcome: 'uncertain', detail: result.cause };
  const parsed = answer.safeParse(jsonOf(result.text));
  return parsed.success ? read(parsed.data, result.status) : reportOfStatus(result.status);
}

/** The value of a text, or undefined when it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Some proxy's answer, or a broken one: only a refusal says that nothing was sent. */
function reportOfStatus(status: number): SendReport {
  const detail = `HTTP ${status}`;
  if (status === 429) return { outcome: 'unavailable', detail };
  return { outcome: status >= 300 && status < 500 && status !== 408 ? 'refused' : 'uncertain', detail };
}

/**
 * The row of a provider's code, or of what it begins with: `LimitExceeded` serves for `LimitExceeded.Any.Other`.
 */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, code: string): Row | undefined {
  if (Object.hasOwn(table, code)) return table[code];
  const dot = code.lastIndexOf('.');
  return dot < 0 ? undefined : rowOf(table, code.slice(0, dot));
}

const minuteMs = 60_000;

/** `refused` wants an operator: settings, balance. The rest may pass by itself, or is the number's. */
const levels = {
  sent: 'info',
  throttled: 'info',
  'bad-number': 'info',
  refused: 'error',
  unavailable: 'warn',
  uncertain: 'warn',
} as const satisfies Record<SendOutcome, keyof SmsLog>;

const failures = {
  sent: () => undefined,
  uncertain: () => undefined,
  throttled: ({ retryAfterMs = minuteMs }) => new DomainError('code-throttled', { retryAfterMs }),
  'bad-number': () => new DomainError('phone-invalid'),
  refused: () => new DomainError('sms-unavailable'),
  unavailable: () => new DomainError('sms-unavailable'),
} as const satisfies Record<SendOutcome, (report: SendReport) => DomainError | undefined>;

/**
 * Logs what came of a send, and returns when the SMS is out or may be.
 *
 * @throws DomainError `code-throttled`, `phone-invalid` or `sms-unavailable` when it is surely not
 */
export function settle(phone: Phone, report: SendReport, name: string, log: SmsLog): void {
  const { outcome, detail } = report;
  log[levels[outcome]](`${name}: SMS to ${maskPhone(phone)} ${outcome} (${detail})`);
  const failure = failures[outcome](report);
  if (failure) throw failure;
}

/** '+86 *********78': the region and two digits. */
export const maskPhone = ({ region, number }: Phone): string =>
  `+${region} ${'*'.repeat(Math.max(0, number.length - 2))}${number.slice(-2)}`;
