import { expect } from 'chai';
import { groupId, type UserId, userId } from '../../domain/ids.js';
import type { MessageTarget } from '../../services.js';
import { ann, bob, type Kith, kithInMemory, refusal } from '../../test/kith.js';
import { said } from '../../test/said.js';

describe('sending a message', () => {
  let kith: Kith;
  let me: UserId;
  let them: UserId;
  beforeEach(async () => {
    kith = kithInMemory();
    me = (await kith.signUp(ann, 'Ann')).user;
    them = (await kith.signUp(bob, 'Bob')).user;
  });
  const text = { objectName: 'RC:TxtMsg', content: '{"content":"hi"}', pushContent: 'hi' };
  const send = (from: UserId, target: MessageTarget) => kith.sendMessage(from, { target, ...text });
  const messages = async () =>
    (await said(kith.unitOfWork, kith.clock)).filter(({ type }) => type === 'message');

  it('to a friend goes out in my name, as it is', async () => {
    await kith.befriend(me, them);
    await send(me, { kind: 'private', to: them });
    expect(await messages()).to.deep.equal([
      { type: 'message', from: me, conversation: { kind: 'private', to: them }, ...text },
    ]);
  });

  it('to who is no friend is refused, naming them', async () => {
    for (const to of [them, userId(99)])
      expect(await refusal(send(me, { kind: 'private', to }), 'not-a-friend')).to.deep.equal({ user: to });
    await kith.inviteFriend(me, them, 'hello');
    await refusal(send(me, { kind: 'private', to: them }), 'not-a-friend');
    expect(await messages()).to.deep.equal([]);
  });

  it('to a friend who blocks me goes nowhere, until they lift it', async () => {
    await kith.befriend(me, them);
    await kith.blockUser(them, me);
    await send(me, { kind: 'private', to: them });
    expect(await messages()).to.deep.equal([]);
    await kith.unblockUser(them, me);
    await send(me, { kind: 'private', to: them });
    expect(await messages()).to.have.length(1);
  });

  it('to a group is for its members, as long as they are in', async () => {
    const { group } = await kith.createGroup(me, { name: 'Tea', members: [me, them] });
    await send(them, { kind: 'group', to: group.id });
    expect(await messages()).to.have.length(1);
    await kith.quitGroup(them, group.id);
    await refusal(send(them, { kind: 'group', to: group.id }), 'not-a-group-member');
    await refusal(send(me, { kind: 'group', to: groupId(99) }), 'not-a-group-member');
  });

  it('works while RongCloud is down, and arrives later', async () => {
    await kith.befriend(me, them);
    await kith.deliverOutbox();
    await kith.deliverOutbox();
    kith.imGateway.failNext('im-unavailable');
    await send(me, { kind: 'private', to: them });
    expect(await kith.deliverOutbox()).to.deep.equal({ delivered: 0, retried: 1, postponed: 0, dead: 0 });
    kith.clock.advance(1_000);
    expect(await kith.deliverOutbox()).to.deep.equal({ delivered: 1, retried: 0, postponed: 0, dead: 0 });
    expect(kith.imGateway.delivered.at(-1)?.event).to.have.property('type', 'message');
  });
});
