import { expect } from 'chai';
import { type GroupId, type UserId, userId } from '../../domain/ids.js';
import type { WriteSession } from '../../ports/unit-of-work.js';
import { ann, bob, type Kith, kithInMemory } from '../../test/kith.js';
import { restateBlocks, restateGroup } from './restate.js';

describe('what is told once more', () => {
  let kith: Kith;
  let me: UserId;
  let them: UserId;
  let group: GroupId;

  beforeEach(async () => {
    kith = kithInMemory();
    me = (await kith.signUp(ann)).user;
    them = (await kith.signUp(bob, 'Bob')).user;
    group = (await kith.createGroup(me, { name: 'walkers', members: [me, them] })).group.id;
    await kith.blockUser(me, them);
    while ((await kith.deliverOutbox()).delivered > 0);
  });

  /** What was locked before anything was read. */
  const lockedBy = async (work: (session: WriteSession) => Promise<void>): Promise<readonly unknown[]> => {
    const seen: unknown[] = [];
    await kith.unitOfWork.write((session) =>
      work({
        ...session,
        lockGroup(id) {
          seen.push(id);
          return session.lockGroup(id);
        },
        lockUsers(ids) {
          seen.push(...ids);
          return session.lockUsers(ids);
        },
        groups: {
          ...session.groups,
          find(id) {
            seen.push('reads');
            return session.groups.find(id);
          },
        },
        blacklist: {
          ...session.blacklist,
          list(owner) {
            seen.push('reads');
            return session.blacklist.list(owner);
          },
        },
      }),
    );
    return seen.slice(0, seen.indexOf('reads'));
  };

  it('of a group is decided under its lock, so that nobody comes or goes meanwhile', async () => {
    const locked = await lockedBy((session) =>
      restateGroup(session, group, { users: [me], named: true }, kith.clock.now()),
    );
    expect(locked).to.deep.equal([group]);
  });

  it('of blocks is decided under the locks of all concerned', async () => {
    const locked = await lockedBy((session) => restateBlocks(session, me, [them], kith.clock.now()));
    expect(locked).to.deep.equal([me, them]);
  });

  it('of a group that was dismissed is that, whoever it is about: nobody stays in it', async () => {
    await kith.dismissGroup(me, group);
    while ((await kith.deliverOutbox()).delivered > 0);
    await kith.unitOfWork.write(({ outbox }) =>
      outbox.add(
        { type: 'group-joined', group, name: 'walkers', members: [me, userId(99)] },
        kith.clock.now(),
      ),
    );
    await kith.deliverOutbox();
    await kith.unitOfWork.write((session) =>
      restateGroup(session, group, { users: [me], named: false }, kith.clock.now()),
    );
    while ((await kith.deliverOutbox()).delivered > 0);
    expect(await kith.imDirectory.groupMembers(group)).to.deep.equal([]);
  });
});
