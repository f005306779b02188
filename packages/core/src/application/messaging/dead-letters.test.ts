import { expect } from 'chai';
import type { ImEvent } from '../../domain/events.js';
import { groupId, userId } from '../../domain/ids.js';
import { ann, bob, kithInMemory } from '../../test/kith.js';

const renamed = (group: number, name: string): ImEvent => ({
  type: 'group-renamed',
  group: groupId(group),
  name,
});
const nothing = { delivered: 0, retried: 0, postponed: 0, dead: 0 };

describe('dead letters', () => {
  it('can be sent again, at the end of the line, as often as it takes', async () => {
    const kith = kithInMemory();
    const add = (event: ImEvent) =>
      kith.unitOfWork.write(({ outbox }) => outbox.add(event, kith.clock.now()));
    const notice = { operation: 'Dismiss' } as const;
    await add({
      type: 'group-notice',
      group: groupId(1),
      operator: { id: userId(1), nickname: 'Ann' },
      notice,
    });
    kith.imGateway.failNext('im-refused');
    await kith.deliverOutbox();
    const [letter] = await kith.listDeadLetters(10);
    const id = letter?.id ?? 0;

    kith.imGateway.failNext('im-refused');
    expect(await kith.replayDeadLetters([id, 12_345])).to.equal(1);
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, dead: 1 });

    expect(await kith.replayDeadLetters([id])).to.equal(1);
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 1 });
    expect(await kith.replayDeadLetters([id])).to.equal(0);
    expect(await kith.listDeadLetters(10)).to.deep.equal([]);
  });

  it('let nobody in again who has left since: what is told is what is so now', async () => {
    const kith = kithInMemory();
    const [me, them] = [(await kith.signUp(ann)).user, (await kith.signUp(bob, 'Bob')).user];
    const { group } = await kith.createGroup(me, { name: 'walkers', members: [me, them] });
    kith.imGateway.refuse(({ type }) => type === 'group-created');
    const all = async () => {
      while (Object.values(await kith.deliverOutbox()).some((count) => count > 0));
    };
    await all();
    kith.imGateway.recover();
    await kith.kickGroupMembers(me, group.id, [them]);
    await kith.renameGroup(me, group.id, 'runners');
    await all();

    const letters = await kith.listDeadLetters(10);
    expect(letters.map(({ event }) => event.type)).to.deep.equal(['group-created']);
    expect(await kith.replayDeadLetters(letters.map(({ id }) => id))).to.equal(1);
    await all();
    expect(await kith.listDeadLetters(10)).to.deep.equal([]);
    expect(await kith.imDirectory.groupMembers(group.id)).to.deep.equal([me]);
    expect(await kith.imDirectory.groupsOf(me)).to.deep.equal([{ id: group.id, name: 'runners' }]);
  });

  it('put no block back that was lifted since, and no old name', async () => {
    const kith = kithInMemory();
    const [me, them] = [(await kith.signUp(ann)).user, (await kith.signUp(bob, 'Bob')).user];
    const { group } = await kith.createGroup(me, { name: 'walkers', members: [me, them] });
    await kith.deliverOutbox();
    kith.imGateway.refuse(() => true);
    await kith.blockUser(me, them);
    await kith.setNickname(me, 'Anna');
    await kith.renameGroup(me, group.id, 'runners');
    await kith.deliverOutbox();
    await kith.deliverOutbox();
    await kith.deliverOutbox();
    kith.imGateway.recover();
    await kith.unblockUser(me, them);
    await kith.setNickname(me, 'Ann');
    await kith.renameGroup(me, group.id, 'walkers');

    const letters = await kith.listDeadLetters(10);
    await kith.replayDeadLetters(letters.map(({ id }) => id));
    while ((await kith.deliverOutbox()).delivered > 0);
    const told = (type: ImEvent['type']) =>
      kith.imGateway.delivered.findLast(({ event }) => event.type === type);
    expect(await kith.imDirectory.blockedBy(me)).to.deep.equal([]);
    expect(told('profile-changed')?.event).to.have.nested.property('user.nickname', 'Ann');
    expect(told('group-renamed')?.event).to.include({ name: 'walkers' });
    expect(letters.map(({ event }) => event.type)).to.include.members([
      'block-added',
      'profile-changed',
      'group-renamed',
    ]);
  });

  it('are listed oldest first, as many as are asked for', async () => {
    const kith = kithInMemory();
    for (const name of ['a', 'b', 'c']) {
      await kith.unitOfWork.write(({ outbox }) => outbox.add(renamed(1, name), kith.clock.now()));
      kith.imGateway.failNext('im-refused');
      await kith.deliverOutbox();
    }
    const letters = await kith.listDeadLetters(2);
    expect(letters.map(({ event }) => event)).to.deep.equal([renamed(1, 'a'), renamed(1, 'b')]);
  });

  it('throw nobody out again who has come back since', async () => {
    const kith = kithInMemory();
    const [me, them] = [(await kith.signUp(ann)).user, (await kith.signUp(bob, 'Bob')).user];
    const { group } = await kith.createGroup(me, { name: 'walkers', members: [me, them] });
    while ((await kith.deliverOutbox()).delivered > 0);
    kith.imGateway.refuse(({ type }) => type === 'group-left');
    await kith.quitGroup(them, group.id);
    while (Object.values(await kith.deliverOutbox()).some((count) => count > 0));
    kith.imGateway.recover();
    await kith.joinGroup(them, group.id);
    while ((await kith.deliverOutbox()).delivered > 0);

    const letters = await kith.listDeadLetters(10);
    expect(letters.map(({ event }) => event.type)).to.deep.equal(['group-left']);
    await kith.replayDeadLetters(letters.map(({ id }) => id));
    while ((await kith.deliverOutbox()).delivered > 0);
    expect(await kith.imDirectory.groupMembers(group.id)).to.have.members([me, them]);
  });
});
