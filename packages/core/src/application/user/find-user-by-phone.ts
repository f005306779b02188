import { DomainError } from '../../domain/errors.js';
import type { Services } from '../../services.js';

export const findUserByPhone =
  ({
    unitOfWork,
    phoneNumbers,
  }: Pick<Services, 'unitOfWork' | 'phoneNumbers'>): Services['findUserByPhone'] =>
  async ({ region, number }) => {
    const phone = phoneNumbers.parse(region, number);
    if (!phone) throw new DomainError('phone-invalid');
    const user = await unitOfWork.read(({ users }) => users.findByPhone(phone));
    if (!user) throw new DomainError('user-unknown');
    return user;
  };
