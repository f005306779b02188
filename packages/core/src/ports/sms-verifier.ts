import type { Phone } from '../domain/phone.js';

/**
 * Sends a code to a phone and checks what comes back. Fits providers that make and check the code themselves
 * and those that only carry ours.
 */
export interface SmsVerifier {
  /**
   * Sends a code.
   *
   * @returns what `check` needs later, at most 255 characters; never the code in clear
   * @throws DomainError `sms-unavailable` when it was surely not sent
   */
  start(phone: Phone): Promise<{ readonly reference: string }>;
  /**
   * @throws DomainError `sms-unavailable` when the provider that checks cannot be asked
   */
  check(phone: Phone, code: string, reference: string): Promise<'right' | 'wrong'>;
}
