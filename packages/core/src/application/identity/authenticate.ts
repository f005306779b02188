import type { Services } from '../../services.js';

export const authenticate =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['authenticate'] =>
  async (id) => {
    const session = await unitOfWork.read(({ sessions }) => sessions.find(id), { latest: true });
    return session && clock.now() < session.expiresAt ? { user: session.user, session } : null;
  };
