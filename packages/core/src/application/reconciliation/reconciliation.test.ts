import { expect } from 'chai';
import type { ImEvent } from '../../domain/events.js';
import { type GroupId, groupId, type UserId, userId } from '../../domain/ids.js';
import type { ImDirectory } from '../../ports/im-directory.js';
import type { UnitOfWork } from '../../ports/unit-of-work.js';
import { ann, bob, type Kith, kithInMemory, password, refusal } from '../../test/kith.js';
import { createUseCases, reconcileGroup, reconcileUser } from '../index.js';

describe('reconciling the IM cloud', () => {
  let kith: Kith;
  let me: UserId;
  let them: UserId;
  let group: GroupId;

  /** Tells the cloud something that is not so here. */
  const mislead = async (...events: ImEvent[]) => {
    for (const event of events)
      await kith.unitOfWork.write(({ outbox }) => outbox.add(event, kith.clock.now()));
    await deliverAll();
  };
  const deliverAll = async () => {
    while ((await kith.deliverOutbox()).delivered > 0);
  };

  beforeEach(async () => {
    kith = kithInMemory();
    me = (await kith.signUp(ann)).user;
    them = (await kith.signUp(bob, 'Bob')).user;
    group = (await kith.createGroup(me, { name: 'walkers', members: [me, them] })).group.id;
    await kith.blockUser(me, them);
    await deliverAll();
  });

  it('finds nothing to tell where both are alike', async () => {
    expect(await kith.reconcileUser(me)).to.deep.equal([]);
    expect(await kith.reconcileGroup(group)).to.deep.equal([]);
    expect(await kith.deliverOutbox()).to.deep.include({ delivered: 0 });
  });

  it('asks both questions about a user at once: a relay has only so long', async () => {
    const asked: string[] = [];
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const slow = (question: string) => async () => {
      asked.push(question);
      if (asked.length === 2) answer();
      await answered;
      return [];
    };
    const imDirectory: ImDirectory = {
      ...kith.imDirectory,
      groupsOf: slow('groups'),
      blockedBy: slow('blocks'),
    };
    await reconcileUser({ ...kith, imDirectory })(me, { dryRun: true });
    expect(asked).to.have.members(['groups', 'blocks']);
  });

  it('puts back a member and a block that the cloud lost, and its old name of the group', async () => {
    await mislead(
      { type: 'group-left', group, members: [me] },
      { type: 'block-lifted', owner: me, target: them },
    );
    expect(await kith.reconcileUser(me)).to.deep.equal([
      { kind: 'member-missing', group, user: me },
      { kind: 'block-missing', owner: me, target: them },
    ]);
    await mislead({ type: 'group-renamed', group, name: 'runners' });
    expect(await kith.reconcileUser(them)).to.deep.equal([
      { kind: 'group-name', group, ours: 'walkers', theirs: 'runners' },
    ]);
    await deliverAll();
    expect(await kith.reconcileUser(me)).to.deep.equal([]);
    expect(await kith.imDirectory.groupMembers(group)).to.have.members([me, them]);
    expect(await kith.imDirectory.blockedBy(me)).to.deep.equal([them]);
  });

  it('peer: takes a block that was lifted here off the cloud, and a member who left', async () => {
    const other = groupId(99);
    await mislead(
      { type: 'block-added', owner: them, target: me },
      { type: 'group-joined', group: other, name: 'gone', members: [them] },
    );
    expect(await kith.reconcileUser(them)).to.have.deep.members([
      { kind: 'member-extra', group: other, user: them },
      { kind: 'block-extra', owner: them, target: me },
    ]);
    await deliverAll();
    expect(await kith.imDirectory.groupsOf(them)).to.deep.equal([{ id: group, name: 'walkers' }]);
    expect(await kith.imDirectory.blockedBy(them)).to.deep.equal([]);
  });

  it('of a group, finds who is missing and who is there by mistake', async () => {
    const third = (await kith.signUp({ region: '86', number: '13912345003' }, 'Cat')).user;
    await mislead(
      { type: 'group-left', group, members: [them] },
      { type: 'group-joined', group, name: 'walkers', members: [third] },
    );
    expect(await kith.reconcileGroup(group)).to.have.deep.members([
      { kind: 'member-missing', group, user: them },
      { kind: 'member-extra', group, user: third },
    ]);
    await deliverAll();
    expect(await kith.imDirectory.groupMembers(group)).to.have.members([me, them]);
  });

  it('of a group, finds an old name too, of a group that is there and of no other', async () => {
    await mislead({ type: 'group-renamed', group, name: 'runners' });
    expect(await kith.reconcileGroup(group)).to.deep.equal([
      { kind: 'group-name', group, ours: 'walkers', theirs: 'runners' },
    ]);
    await deliverAll();
    expect(await kith.imDirectory.groupsOf(me)).to.deep.equal([{ id: group, name: 'walkers' }]);

    await mislead({ type: 'group-dismissed', group, operator: me });
    expect(await kith.reconcileGroup(group)).to.deep.equal([
      { kind: 'member-missing', group, user: me },
      { kind: 'member-missing', group, user: them },
    ]);
    await deliverAll();
    expect(await kith.imDirectory.groupsOf(them)).to.deep.equal([{ id: group, name: 'walkers' }]);
  });

  it('takes a name that is not told for no other name', async () => {
    const silent: ImDirectory = {
      ...kith.imDirectory,
      groupsOf: async () => [{ id: group, name: '' }],
    };
    expect(await reconcileGroup({ ...kith, imDirectory: silent })(group)).to.deep.equal([]);
  });

  it('of a user, leaves out the groups that the database knows when asked to: they were compared', async () => {
    const unknown = groupId(99);
    await mislead(
      { type: 'group-left', group, members: [me] },
      { type: 'group-joined', group: unknown, name: 'gone', members: [me] },
      { type: 'block-lifted', owner: me, target: them },
    );
    expect(await kith.reconcileUser(me, { skipKnownGroups: true, dryRun: true })).to.deep.equal([
      { kind: 'member-extra', group: unknown, user: me },
      { kind: 'block-missing', owner: me, target: them },
    ]);
    await mislead({ type: 'group-renamed', group, name: 'runners' });
    expect(await kith.reconcileUser(them, { skipKnownGroups: true })).to.deep.equal([]);
  });

  it('dismisses on the cloud what is dismissed here', async () => {
    await kith.dismissGroup(me, group);
    await deliverAll();
    await mislead({ type: 'group-created', group, name: 'walkers', members: [me, them] });
    await kith.reconcileGroup(group);
    await deliverAll();
    expect(await kith.imDirectory.groupMembers(group)).to.deep.equal([]);
  });

  it('only looks in a dry run', async () => {
    await mislead({ type: 'group-left', group, members: [them] });
    expect(await kith.reconcileGroup(group, { dryRun: true })).to.have.lengthOf(1);
    expect(await kith.reconcileUser(them, { dryRun: true })).to.have.lengthOf(1);
    expect(await kith.deliverOutbox()).to.deep.include({ delivered: 0 });
  });

  it('tells what is so when it writes, not what was so when it compared', async () => {
    await mislead({ type: 'group-left', group, members: [them] });
    // They quit between the comparison and the repair.
    const read: UnitOfWork['read'] = async (work, options) => {
      const seen = await kith.unitOfWork.read(work, options);
      await kith.quitGroup(them, group);
      return seen;
    };
    const late = reconcileGroup({ ...kith, unitOfWork: { ...kith.unitOfWork, read } });
    expect(await late(group)).to.have.lengthOf(1);
    await deliverAll();
    expect(await kith.imDirectory.groupMembers(group)).to.deep.equal([me]);
  });

  it('compares nothing with a cloud that cannot be asked', async () => {
    const mute = createUseCases({ ...kith, imDirectory: null });
    await mislead({ type: 'group-left', group, members: [me] });
    expect(await mute.reconcileUser(me)).to.deep.equal([]);
    expect(await mute.reconcileGroup(group)).to.deep.equal([]);
  });

  it('is of no effect while the cloud does not answer', async () => {
    kith.imGateway.goDown();
    await refusal(kith.reconcileUser(me), 'im-unavailable');
    await refusal(kith.reconcileGroup(group), 'im-unavailable');
  });

  it('tells of hundreds of blocks, each once', async () => {
    const strangers = Array.from({ length: 250 }, (_, index) => userId(1_000 + index));
    await mislead(...strangers.map((target) => ({ type: 'block-added', owner: me, target }) as const));
    expect(await kith.reconcileUser(me)).to.have.lengthOf(250);
    expect(await kith.unitOfWork.read(({ outbox }) => outbox.counts())).to.include({ pending: 250 });
    await deliverAll();
    expect(await kith.imDirectory.blockedBy(me)).to.deep.equal([them]);
  });

  it('peer: lifting a block has its effect there, and who is blocked cannot write, also when the copy was wrong', async () => {
    await mislead({ type: 'block-lifted', owner: me, target: them });
    await kith.reconcileUser(me);
    await deliverAll();
    expect(await kith.imDirectory.blockedBy(me)).to.deep.equal([them]);

    await kith.unblockUser(me, them);
    await mislead({ type: 'block-added', owner: me, target: them });
    await kith.reconcileUser(me);
    await deliverAll();
    expect(await kith.imDirectory.blockedBy(me)).to.deep.equal([]);
  });

  it('peer: a block that is there the wrong way round is turned', async () => {
    await mislead(
      { type: 'block-lifted', owner: me, target: them },
      { type: 'block-added', owner: them, target: me },
    );
    expect(await kith.reconcileUser(me)).to.deep.equal([{ kind: 'block-missing', owner: me, target: them }]);
    expect(await kith.reconcileUser(them)).to.deep.equal([{ kind: 'block-extra', owner: them, target: me }]);
  });

  it("peer: one member's quit takes the group from nobody else there, when it is told and when it is compared", async () => {
    await kith.quitGroup(me, group);
    await kith.reconcileUser(me);
    await kith.reconcileGroup(group);
    await deliverAll();
    expect(await kith.imDirectory.groupMembers(group)).to.deep.equal([them]);
    await mislead({ type: 'group-joined', group, name: 'walkers', members: [me] });
    await kith.reconcileUser(me);
    await deliverAll();
    expect(await kith.imDirectory.groupMembers(group)).to.deep.equal([them]);
  });

  it('peer: the kicked is out there too, and does not come back by a repair that began before', async () => {
    await mislead({ type: 'group-left', group, members: [them] });
    const before = await kith.imDirectory.groupMembers(group);
    const late = reconcileGroup({
      ...kith,
      imDirectory: { ...kith.imDirectory, groupMembers: async () => before },
    });
    await kith.kickGroupMembers(me, group, [them]);
    await late(group);
    await deliverAll();
    expect(await kith.imDirectory.groupMembers(group)).to.deep.equal([me]);
    await refusal(kith.addGroupMembers(them, group, [them]), 'not-a-group-member');
  });

  it('peer: sends no notice to anybody, also not to someone who blocks', async () => {
    await mislead(
      { type: 'group-left', group, members: [me, them] },
      { type: 'block-lifted', owner: me, target: them },
    );
    const heard = kith.imGateway.delivered.length;
    for (const user of [me, them]) await kith.reconcileUser(user);
    await deliverAll();
    expect(new Set(kith.imGateway.delivered.slice(heard).map(({ event }) => event.type))).to.deep.equal(
      new Set(['group-joined', 'block-added']),
    );
  });

  it('leaves no letter behind when the cloud refuses to be asked: the next login asks again', async () => {
    await kith.logIn(ann, password);
    kith.imGateway.failNext('im-refused');
    expect(await kith.deliverOutbox()).to.deep.include({ delivered: 1, dead: 0 });
    expect(await kith.listDeadLetters(10)).to.deep.equal([]);
    await mislead({ type: 'group-left', group, members: [me] });
    await kith.logIn(ann, password);
    await deliverAll();
    expect(await kith.imDirectory.groupMembers(group)).to.include(me);
  });

  it('at a login waits until the cloud answers, then puts it right', async () => {
    await mislead({ type: 'group-left', group, members: [me] });
    kith.imGateway.goDown();
    await kith.logIn(ann, password);
    expect(await kith.deliverOutbox()).to.deep.include({ postponed: 1 });
    kith.imGateway.recover();
    kith.clock.advance(10_000);
    await deliverAll();
    expect(await kith.imDirectory.groupMembers(group)).to.include(me);
  });

  it('is waited for once, however often somebody signs in while the cloud is down', async () => {
    kith.imGateway.goDown();
    for (const _ of Array.from({ length: 5 })) {
      await kith.logIn(ann, password);
      await kith.deliverOutbox();
    }
    expect(await kith.unitOfWork.read(({ outbox }) => outbox.counts())).to.include({ pending: 1 });
    kith.imGateway.recover();
    kith.clock.advance(10_000);
    expect(await kith.deliverOutbox()).to.include({ delivered: 1 });
    await kith.logIn(ann, password);
    expect(await kith.deliverOutbox()).to.include({ delivered: 1 });
  });
});
