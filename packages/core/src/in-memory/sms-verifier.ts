import { DomainError, type Phone, type Random, type SmsVerifier, samePhone } from '../index.js';
import { inMemoryRandom } from './random.js';

/** An SMS that arrived. */
export interface InMemorySms {
  readonly phone: Phone;
  readonly code: string;
  readonly reference: string;
}

export interface InMemorySmsVerifier extends SmsVerifier {
  /** All that was sent, oldest first. */
  readonly inbox: readonly InMemorySms[];
  /** The last code sent to a number. @throws Error when none was */
  lastCode(phone: Phone): string;
  /** Lets the next sends or checks fail with `sms-unavailable`. */
  failNext(times?: number): void;
}

const codeLength = 6;

/** Sends to an inbox that tests can read. */
export function inMemorySmsVerifier(random: Random = inMemoryRandom()): InMemorySmsVerifier {
  const inbox: InMemorySms[] = [];
  let failures = 0;

  const reach = (): void => {
    if (failures === 0) return;
    failures -= 1;
    throw new DomainError('sms-unavailable');
  };

  return {
    inbox,
    lastCode(phone) {
      const sms = inbox.findLast((each) => samePhone(each.phone, phone));
      if (!sms) throw new Error(`no SMS was sent to +${phone.region} ${phone.number}`);
      return sms.code;
    },
    failNext(times = 1) {
      failures = times;
    },
    async start(phone) {
      reach();
      const reference = `sms-${inbox.length + 1}`;
      inbox.push({ phone, code: random.digits(codeLength), reference });
      return { reference };
    },
    async check(phone, code, reference) {
      reach();
      const sms = inbox.find((each) => each.reference === reference && samePhone(each.phone, phone));
      return sms?.code === code ? 'right' : 'wrong';
    },
  };
}
