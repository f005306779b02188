import type { Services } from '../../services.js';

export const unblockUser =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['unblockUser'] =>
  (me, them) =>
    unitOfWork.write(async (session) => {
      await session.lockUsers([me, them]);
      const now = clock.now();
      if (await session.blacklist.set(me, them, false, now))
        await session.outbox.add({ type: 'block-lifted', owner: me, target: them }, now);
    });
