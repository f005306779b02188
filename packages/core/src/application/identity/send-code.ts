import { DomainError, isDomainError } from '../../domain/errors.js';
import { beginSend, sendFailed, sent } from '../../domain/verification.js';
import type { Services } from '../../services.js';
import { changeVerification } from './change-verification.js';
import { giveBackAllowance, takeAllowance } from './sms-spend.js';

/** Counts the code and reserves the number, sends outside of any transaction, then makes the code good. */
export const sendCode =
  ({
    unitOfWork,
    clock,
    rules,
    phoneNumbers,
    smsVerifier,
    alerts,
  }: Pick<
    Services,
    'unitOfWork' | 'clock' | 'rules' | 'phoneNumbers' | 'smsVerifier' | 'alerts'
  >): Services['sendCode'] =>
  async ({ region, number }) => {
    const phone = phoneNumbers.parse(region, number);
    if (!phone) throw new DomainError('phone-invalid');

    const startedAt = clock.now();
    const { paused } = await changeVerification(unitOfWork, phone, async (current, session) => {
      const reserved = beginSend(current, startedAt, rules);
      const pausedNow = await takeAllowance(session, { phone, startedAt }, rules);
      return { next: pausedNow ? null : reserved, paused: pausedNow };
    });
    if (paused) {
      alerts.raise({ type: 'sms-prefix-paused', ...paused });
      throw new DomainError('code-throttled', { retryAfterMs: paused.until - startedAt });
    }

    try {
      const { reference } = await smsVerifier.start(phone);
      const code = { reference, startedAt, sentAt: clock.now() };
      await changeVerification(unitOfWork, phone, (current) => ({ next: sent(current, code) }));
    } catch (error) {
      // After any other failure the SMS may be out all the same.
      if (isDomainError(error) && surelyNotSent.has(error.code))
        await changeVerification(unitOfWork, phone, async (current, session) => {
          await giveBackAllowance(session, { phone, startedAt }, rules);
          const mayAskAgain = error.code !== 'code-throttled';
          return { next: mayAskAgain ? sendFailed(current, startedAt) : null };
        });
      throw error;
    }
  };

const surelyNotSent: ReadonlySet<string> = new Set(['sms-unavailable', 'phone-invalid', 'code-throttled']);
