import { DomainError } from '../../domain/errors.js';
import type { Services } from '../../services.js';
import { passOn } from './pass-on.js';
import { mayDo } from './standing.js';
import { namesOf, tellGroup } from './tell-group.js';

export const transferGroup =
  ({ unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>): Services['transferGroup'] =>
  async (me, groupId, to) => {
    if (to === me) throw new DomainError('transfer-to-yourself');
    await unitOfWork.write(async (session) => {
      await session.lockGroup(groupId);
      if ((await session.groups.memberships(groupId, [me, to])).length < 2)
        throw new DomainError('transfer-target-unknown');
      if (!(await mayDo(session, me, 'transfer', groupId))) throw new DomainError('not-the-group-creator');

      const now = clock.now();
      await passOn(session, groupId, { from: me, to }, now);
      const names = await namesOf(session, [me, to]);
      const [oldCreator, newCreator] = [me, to].map((id) => names.find((name) => name.id === id));
      if (oldCreator && newCreator)
        await tellGroup(session, groupId, me, { operation: 'Transfer', oldCreator, newCreator }, now);
    });
  };
