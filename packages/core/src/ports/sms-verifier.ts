import type { Phone } from '../domain/phone.js';

/**
 * Sends a code to a phone and checks what comes back. Fits providers that make and check the code themselves
 * and those that only carry ours.
 */
export interface SmsVerifier {
  /**
   * Sends a code, once: what may have been sent is not sent again, and counts as sent.
   *
   * @returns what `check` needs later, at most 255 characters; never the code in clear
   * @throws DomainError when it was surely not sent: `sms-unavailable`; `phone-invalid` when the provider knows no such
   * number; `code-throttled` when it finds the number asks too often
   */
  start(phone: Phone): Promise<{ readonly reference: string }>;
  /**
   * @returns `expired` when no code can be right under the reference any more: the provider that checks has let go of it,
   * or has seen too many tries
   * @throws DomainError `sms-unavailable` when the provider that checks cannot be asked
   */
  check(phone: Phone, code: string, reference: string): Promise<'right' | 'wrong' | 'expired'>;
}
