import { DomainError } from '../../domain/errors.js';
import type { Services } from '../../services.js';

export const isPhoneAvailable =
  ({
    unitOfWork,
    phoneNumbers,
  }: Pick<Services, 'unitOfWork' | 'phoneNumbers'>): Services['isPhoneAvailable'] =>
  async ({ region, number }) => {
    const phone = phoneNumbers.parse(region, number);
    if (!phone) throw new DomainError('phone-invalid');
    return unitOfWork.read(async ({ users }) => (await users.findByPhone(phone)) === null, { latest: true });
  };
