import { DomainError, isDomainError } from '../../domain/errors.js';
import type { EpochMs } from '../../domain/ids.js';
import { type Profile, profileOf } from '../../domain/user.js';
import type { WriteSession } from '../../ports/unit-of-work.js';
import type { Services } from '../../services.js';

/** The IM cloud is asked outside of any transaction; what it issued before serves while it is down. */
export const getImToken =
  ({
    unitOfWork,
    clock,
    imGateway,
  }: Pick<Services, 'unitOfWork' | 'clock' | 'imGateway'>): Services['getImToken'] =>
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
      await unitOfWork.write((session) => keep(session, user, token, clock.now()));
      return token;
    } catch (error) {
      const failed = isDomainError(error, 'im-unavailable') || isDomainError(error, 'im-refused');
      if (failed && stored !== null) return stored;
      throw error;
    }
  };

/** Minting a token told the cloud a profile: one that changed meanwhile is told once more, lest the older one stand. */
async function keep(session: WriteSession, minted: Profile, token: string, now: EpochMs): Promise<void> {
  await session.lockUsers([minted.id]);
  await session.users.setImToken(minted.id, token);
  const user = await session.users.find(minted.id);
  if (user && !sameProfile(user, minted))
    await session.outbox.add({ type: 'profile-changed', user: profileOf(user) }, now);
}

const sameProfile = (a: Profile, b: Profile): boolean =>
  a.nickname === b.nickname && a.portraitUri === b.portraitUri;
