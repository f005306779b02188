import { epochMs, groupId, type ImEvent, userId, version } from '@kith/core';
import { expect } from 'chai';
import { befriend, createGroup, type Kit, type Person } from './kit.js';
import { block } from './pairs.js';

/** The IM cloud's copy of groups and blocks, when it is not ours: a login puts it right (docs/wire/users.md). */
export function imCopyArea({ it, host, people, pass, rowOf, heardDuring }: Kit): void {
  const mislead = async (...events: ImEvent[]) => {
    for (const event of events) await host().im.deliver({ event, version: version(0), at: epochMs(0) });
  };
  const user = ({ id }: Person) => userId(rowOf(id));
  const blockedBy = (person: Person) => host().im.blockedBy(user(person));
  const membersOf = (group: string) => host().im.groupMembers(groupId(rowOf(group)));

  it('peer: a login makes blocks hold again where they were lost, lifts those that were lifted, and turns the wrong way round', async () => {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    await block(ann, bob).succeeds();
    await host().imEvents();
    await mislead(
      { type: 'block-lifted', owner: user(ann), target: user(bob) },
      { type: 'block-added', owner: user(bob), target: user(ann) },
      { type: 'block-added', owner: user(ann), target: user(cid) },
    );
    for (const person of [ann, bob]) await person.otherDevice();
    await host().imEvents();
    expect(await blockedBy(ann)).to.deep.equal([user(bob)]);
    expect(await blockedBy(bob)).to.deep.equal([]);
  });

  it('peer: a login puts me back into my groups, out of those I left, and nobody else in or out', async () => {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    const walkers = await createGroup(ann, bob, cid);
    const runners = await createGroup(bob, ann, cid);
    await ann.post('/group/quit', { groupId: runners }).succeeds();
    await host().imEvents();
    await mislead(
      { type: 'group-left', group: groupId(rowOf(walkers)), members: [user(ann)] },
      { type: 'group-joined', group: groupId(rowOf(runners)), name: 'runners', members: [user(ann)] },
    );
    await ann.otherDevice();
    await host().imEvents();
    expect(await membersOf(walkers)).to.have.members([user(ann), user(bob), user(cid)]);
    expect(await membersOf(runners)).to.have.members([user(bob), user(cid)]);
  });

  it('peer: the kicked stays out, though the cloud held them, and can put nobody in', async () => {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    const group = await createGroup(ann, bob);
    await ann.post('/group/kick', { groupId: group, memberIds: [bob.id] }).succeeds();
    await host().imEvents();
    await mislead({ type: 'group-joined', group: groupId(rowOf(group)), name: 'g', members: [user(bob)] });
    await bob.otherDevice();
    await host().imEvents();
    expect(await membersOf(group)).to.deep.equal([user(ann)]);
    const { status } = await bob.post('/group/add', { groupId: group, memberIds: [cid.id] }).answer();
    expect(status).to.equal(403);
  });

  it('peer: a login sends no notice to anybody, also not to someone who is blocked', async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    await befriend(ann, bob);
    const group = await createGroup(ann, bob);
    await block(ann, bob).succeeds();
    await host().imEvents();
    const heard = await heardDuring(async () => {
      await mislead(
        { type: 'block-lifted', owner: user(ann), target: user(bob) },
        { type: 'group-left', group: groupId(rowOf(group)), members: [user(ann)] },
      );
      await ann.otherDevice();
    });
    expect(heard.slice(2).map(({ event }) => event.type)).to.have.members(['block-added', 'group-joined']);
  });

  it('waits for a cloud that is away, and is done when it is back', async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    await block(ann, bob).succeeds();
    await host().imEvents();
    await mislead({ type: 'block-lifted', owner: user(ann), target: user(bob) });
    host().breakIm();
    await ann.otherDevice();
    await host().imEvents();
    host().mendIm();
    await pass(host().rules.outbox.maxRetryMs);
    await host().imEvents();
    expect(await blockedBy(ann)).to.deep.equal([user(bob)]);
  });
}
