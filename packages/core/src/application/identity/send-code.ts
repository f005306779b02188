import { DomainError, isDomainError } from '../../domain/errors.js';
import { beginSend, sendFailed, sent } from '../../domain/verification.js';
import type { Services } from '../../services.js';
import { changeVerification } from './change-verification.js';

/** Reserves the number, sends outside of any transaction, then makes the code good. */
export const sendCode =
  ({
    unitOfWork,
    clock,
    rules,
    phoneNumbers,
    smsVerifier,
  }: Pick<
    Services,
    'unitOfWork' | 'clock' | 'rules' | 'phoneNumbers' | 'smsVerifier'
  >): Services['sendCode'] =>
  async ({ region, number }) => {
    const phone = phoneNumbers.parse(region, number);
    if (!phone) throw new DomainError('phone-invalid');

    const startedAt = clock.now();
    await changeVerification(unitOfWork, phone, (current) => ({
      next: beginSend(current, startedAt, rules),
    }));
    try {
      const { reference } = await smsVerifier.start(phone);
      const sentAt = clock.now();
      await changeVerification(unitOfWork, phone, (current) => ({ next: sent(current, reference, sentAt) }));
    } catch (error) {
      // After any other failure the SMS may be out all the same, or too many are: then the number waits.
      if (isDomainError(error, 'sms-unavailable') || isDomainError(error, 'phone-invalid'))
        await changeVerification(unitOfWork, phone, (current) => ({ next: sendFailed(current, startedAt) }));
      throw error;
    }
  };
