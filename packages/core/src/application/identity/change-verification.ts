import type { Phone } from '../../domain/phone.js';
import type { Verification } from '../../domain/verification.js';
import type { UnitOfWork } from '../../ports/unit-of-work.js';

/** One step of a number's verification: decided on its state under the number's lock. @returns what was decided */
export const changeVerification = <Decision extends { readonly next: Verification }>(
  unitOfWork: UnitOfWork,
  phone: Phone,
  decide: (current: Verification | null) => Decision,
): Promise<Decision> =>
  unitOfWork.write(async (session) => {
    await session.lockPhone(phone);
    const decision = decide(await session.verifications.find(phone));
    await session.verifications.save(phone, decision.next);
    return decision;
  });
