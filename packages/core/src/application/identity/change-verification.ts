import type { Phone } from '../../domain/phone.js';
import type { Verification } from '../../domain/verification.js';
import type { UnitOfWork, WriteSession } from '../../ports/unit-of-work.js';

/**
 * One step of a number's verification: decided on its state under the number's lock. `next` of null leaves it as it is.
 *
 * @returns what was decided
 */
export const changeVerification = <Decision extends { readonly next: Verification | null }>(
  unitOfWork: UnitOfWork,
  phone: Phone,
  decide: (current: Verification | null, session: WriteSession) => Decision | Promise<Decision>,
): Promise<Decision> =>
  unitOfWork.write(async (session) => {
    await session.lockPhone(phone);
    const decision = await decide(await session.verifications.find(phone), session);
    if (decision.next) await session.verifications.save(phone, decision.next);
    return decision;
  });
