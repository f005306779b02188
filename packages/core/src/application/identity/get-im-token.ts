import { DomainError, isDomainError } from '../../domain/errors.js';
import { profileOf } from '../../domain/user.js';
import type { Services } from '../../services.js';

/** The IM cloud is asked outside of any transaction; what it issued before serves while it is down. */
export const getImToken =
  ({ unitOfWork, imGateway }: Pick<Services, 'unitOfWork' | 'imGateway'>): Services['getImToken'] =>
  async (me, { fresh }) => {
    const { user, stored } = await unitOfWork.read(
      async ({ users }) => ({
        user: await users.find(me),
        stored: await users.imToken(me),
      }),
      { latest: true },
    );
    if (!user) throw new DomainError('user-unknown');
    if (stored !== null && !fresh) return stored;

    try {
      const token = await imGateway.issueToken(profileOf(user));
      await unitOfWork.write(({ users }) => users.setImToken(me, token));
      return token;
    } catch (error) {
      const failed = isDomainError(error, 'im-unavailable') || isDomainError(error, 'im-refused');
      if (failed && stored !== null) return stored;
      throw error;
    }
  };
