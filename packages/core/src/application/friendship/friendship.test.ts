import { expect } from 'chai';
import { epochMs, type UserId, userId } from '../../domain/ids.js';
import { developmentRules as rules } from '../../domain/rules.js';
import { inMemoryUnitOfWork } from '../../in-memory/unit-of-work.js';
import type { UnitOfWork } from '../../ports/unit-of-work.js';
import { said } from '../../test/said.js';
import * as useCases from '../index.js';

describe('friends and blocks', () => {
  let time: number;
  let unitOfWork: UnitOfWork;
  let ann: UserId;
  let bob: UserId;
  const clock = { now: () => epochMs(time) };

  const kith = () => {
    const needs = { unitOfWork, clock, rules };
    return {
      invite: useCases.inviteFriend(needs),
      answer: useCases.answerFriendRequest(needs),
      remove: useCases.deleteFriend(needs),
      rename: useCases.setFriendDisplayName(needs),
      list: useCases.listFriendships(needs),
      profile: useCases.getFriendProfile(needs),
      block: useCases.blockUser(needs),
      unblock: useCases.unblockUser(needs),
      blocked: useCases.listBlocked(needs),
    };
  };

  beforeEach(async () => {
    time = 1_700_000_000_000;
    unitOfWork = inMemoryUnitOfWork({ clock, rehearse: true });
    const add = (nickname: string, number: string) =>
      unitOfWork.write(({ users }) =>
        users.add({ phone: { region: '86', number }, nickname, passwordHash: '', at: clock.now() }),
      );
    ann = (await add('Ann', '13912340001')).id;
    bob = (await add('Bob', '13912340002')).id;
  });

  const stands = async () => {
    const { mine, theirs } = await unitOfWork.read(({ friendships }) => friendships.pair(ann, bob));
    return `${mine?.status}/${theirs?.status}`;
  };

  const befriend = async () => {
    await kith().invite(ann, bob, 'hi');
    await kith().answer(bob, 'agree', ann);
    await said(unitOfWork, clock);
  };

  const codeOf = (command: Promise<unknown>) =>
    command.then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );

  it('tells the invited with the cleaned text, and the inviter when they agree', async () => {
    await kith().invite(ann, bob, '<b>hi');
    await kith().answer(bob, 'agree', ann);
    expect(await said(unitOfWork, clock)).to.deep.equal([
      {
        type: 'contact-notice',
        operation: 'Request',
        from: { id: ann, nickname: 'Ann' },
        to: bob,
        message: '&lt;b&gt;hi',
      },
      {
        type: 'contact-notice',
        operation: 'AcceptResponse',
        from: { id: bob, nickname: 'Bob' },
        to: ann,
        message: '',
      },
    ]);
  });

  it('of two invitations that cross one is sent and one adds', async () => {
    const actions = await Promise.all([kith().invite(ann, bob, 'hi'), kith().invite(bob, ann, 'ho')]);
    expect(actions).to.have.members(['Sent', 'Added']);
    expect(await stands()).to.equal('agreed/agreed');
  });

  it('of two equal invitations at once one is sent and one does nothing', async () => {
    const actions = await Promise.all([kith().invite(ann, bob, 'hi'), kith().invite(ann, bob, 'hi')]);
    expect(actions).to.have.members(['Sent', 'None']);
    expect(await said(unitOfWork, clock)).to.have.length(1);
  });

  it('does not invite a user that does not exist', async () => {
    expect(await codeOf(kith().invite(ann, userId(99), 'hi'))).to.equal('friend-unknown');
    expect(await kith().list(ann)).to.deep.equal([]);
  });

  it('shows the new text when someone deleted asks again', async () => {
    await befriend();
    await kith().remove(bob, ann);
    time += 10_000;
    expect(await kith().invite(ann, bob, 'again?')).to.equal('Sent');
    expect((await kith().list(bob))[0]).to.deep.include({ status: 'requested', message: 'again?' });
    expect(await said(unitOfWork, clock)).to.have.length(1);
  });

  it('lets both delete each other, one after the other', async () => {
    await befriend();
    await kith().remove(ann, bob);
    await kith().remove(bob, ann);
    expect(await stands()).to.equal('deleted/deleted');
    expect(await said(unitOfWork, clock)).to.deep.equal([]);
  });

  it('shows the profile of a friend only', async () => {
    expect(await codeOf(kith().profile(ann, bob))).to.equal('not-a-friend');
    await befriend();
    await kith().rename(ann, bob, 'Bobby');
    expect(await kith().profile(ann, bob)).to.deep.include({ displayName: 'Bobby' });
    expect(await kith().profile(bob, ann)).to.deep.include({ displayName: '' });
  });

  it('blocks once on the IM side, in the direction of the one who blocks, and ends the friendship', async () => {
    await befriend();
    await kith().block(ann, bob);
    await kith().block(ann, bob);
    expect(await said(unitOfWork, clock)).to.deep.equal([{ type: 'block-added', owner: ann, target: bob }]);
    expect(await stands()).to.equal('deleted/agreed');
    expect((await kith().blocked(ann)).map(({ id }) => id)).to.deep.equal([bob]);
    expect(await kith().blocked(bob)).to.deep.equal([]);
  });

  it('lifts a block on the IM side too, and only one that is there', async () => {
    await kith().block(ann, bob);
    await said(unitOfWork, clock);
    await kith().unblock(ann, bob);
    await kith().unblock(ann, bob);
    await kith().unblock(ann, userId(99));
    expect(await said(unitOfWork, clock)).to.deep.equal([{ type: 'block-lifted', owner: ann, target: bob }]);
    expect(await kith().blocked(ann)).to.deep.equal([]);
  });

  it('takes no invitation from the blocked, and tells nobody of it', async () => {
    await kith().block(bob, ann);
    await said(unitOfWork, clock);
    expect(await kith().invite(ann, bob, 'hi')).to.equal('None');
    expect(await said(unitOfWork, clock)).to.deep.equal([]);
    expect(await kith().list(bob)).to.deep.equal([]);
  });

  it('cannot be made to lift the block of another', async () => {
    await kith().invite(ann, bob, 'hi');
    await kith().block(ann, bob);
    expect(await codeOf(kith().answer(bob, 'agree', ann))).to.equal('friendship-state');
    expect((await kith().blocked(ann)).map(({ id }) => id)).to.deep.equal([bob]);
  });

  it('lifts my own block when I invite, on the IM side before the request goes out', async () => {
    await kith().block(ann, bob);
    await said(unitOfWork, clock);
    expect(await kith().invite(ann, bob, 'sorry')).to.equal('Sent');
    expect((await said(unitOfWork, clock)).map(({ type }) => type)).to.deep.equal([
      'block-lifted',
      'contact-notice',
    ]);
  });

  it('does not block a user that does not exist', async () => {
    expect(await codeOf(kith().block(ann, userId(99)))).to.equal('friend-unknown');
  });
});
