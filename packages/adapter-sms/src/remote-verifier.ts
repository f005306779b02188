import { DomainError, type Phone, type SmsVerifier } from '@kith/core';
import type { z } from 'zod';
import type { HttpResult } from './http.js';
import type { SendReport, SmsLog, SmsNeeds } from './provider.js';
import { jsonOf, maskPhone, settle } from './report.js';

/** What a provider thinks of a code. After `unavailable` (for now) and `refused` (our settings) it has not said. */
export type CheckOutcome = 'right' | 'wrong' | 'expired' | 'unavailable' | 'refused';

export interface CheckReport {
  readonly outcome: CheckOutcome;
  /** For the log: the provider's code, or what broke. */
  readonly detail: string;
}

/** A provider that makes and checks codes of its own. */
export interface RemoteCodes {
  /** Tries once. Never rejects: what broke is in the report. */
  send(phone: Phone): Promise<SendReport>;
  /**
   * Never rejects.
   *
   * @param reference that of the send's report; '' if it had none
   */
  check(phone: Phone, code: string, reference: string): Promise<CheckReport>;
}

const codeShape = /^\d{4,10}$/;

const levels = {
  right: 'info',
  wrong: 'info',
  expired: 'info',
  unavailable: 'warn',
  refused: 'error',
} as const satisfies Record<CheckOutcome, keyof SmsLog>;

/**
 * A verifier over a provider that makes and checks the codes. The reference is the provider's, sealed together with the
 * number, so that a number's code is not taken for another number.
 *
 * @param name of the provider, for the log
 */
export function remoteVerifier(
  name: string,
  { secretDigest, log }: Pick<SmsNeeds, 'secretDigest' | 'log'>,
  codes: RemoteCodes,
): SmsVerifier {
  const sealed = ({ region, number }: Phone, reference: string): string =>
    `${secretDigest.digest(`sms:${name}:${region}:${number}:${reference}`)}.${reference}`;

  return {
    async start(phone) {
      const report = await codes.send(phone);
      settle(phone, report, name, log);
      return { reference: sealed(phone, report.reference ?? '') };
    },
    async check(phone, code, reference) {
      const theirs = reference.slice(reference.indexOf('.') + 1);
      if (reference !== sealed(phone, theirs) || !codeShape.test(code)) return 'wrong';
      const { outcome, detail } = await codes.check(phone, code, theirs);
      log[levels[outcome]](`${name}: code of ${maskPhone(phone)} ${outcome} (${detail})`);
      if (outcome === 'unavailable' || outcome === 'refused') throw new DomainError('sms-unavailable');
      return outcome;
    },
  };
}

/**
 * What came of a call that checks.
 *
 * @param read only asked about an answer of the provider's own shape
 * @param readStatus what the HTTP status of any other answer means; `unavailable` unless given
 */
export function checkReportOf<Answer>(
  result: HttpResult,
  answer: z.ZodType<Answer>,
  read: (answer: Answer) => CheckReport,
  readStatus: (status: number) => CheckOutcome = () => 'unavailable',
): CheckReport {
  if (result.kind !== 'answered') return { outcome: 'unavailable', detail: result.cause };
  const parsed = answer.safeParse(jsonOf(result.text));
  if (parsed.success) return read(parsed.data);
  return { outcome: readStatus(result.status), detail: `HTTP ${result.status}` };
}
