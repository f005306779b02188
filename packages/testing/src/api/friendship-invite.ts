import { expect } from 'chai';
import { invite, type Kit } from './kit.js';
import { agree, block, expectStatuses, ignore, legalPairs, pairOf, rowFor, rows } from './pairs.js';

/** Inviting (docs/wire/friends.md). */
export function friendshipInviteArea(kit: Kit): void {
  const { describe, it, host, someone, people, pass, heardDuring, rowOf, strangerId } = kit;

  const outcomes: Readonly<
    Record<string, { action: 'Sent' | 'Added' | 'None'; after: string; tells?: string }>
  > = {
    '-/-': { action: 'Sent', after: '10/11', tells: 'Request' },
    '10/11': { action: 'None', after: '10/11' },
    '11/10': { action: 'Added', after: '20/20', tells: 'AcceptResponse' },
    '10/21': { action: 'None', after: '10/21' },
    '21/10': { action: 'Added', after: '20/20', tells: 'AcceptResponse' },
    '20/30': { action: 'Sent', after: '10/11', tells: 'Request' },
    '30/20': { action: 'Added', after: '20/20' },
    '30/30': { action: 'Sent', after: '10/11', tells: 'Request' },
  };

  describe('at once', () => {
    for (const [before, { action, after, tells }] of Object.entries(outcomes))
      it(`${before} becomes ${after}: ${action}, ${tells ? `they hear ${tells}` : 'nobody hears of it'}`, async () => {
        const [ann, bob] = await pairOf(kit, before);
        const heard = await heardDuring(() => invite(ann, bob, 'Again').succeeds({ action }));
        await expectStatuses(ann, bob, after);
        expect(heard.map(({ event }) => event)).to.deep.equal(
          tells
            ? [
                {
                  type: 'contact-notice',
                  operation: tells,
                  from: { id: rowOf(ann.id), nickname: 'Ann' },
                  to: rowOf(bob.id),
                  message: tells === 'Request' ? 'Again' : '',
                },
              ]
            : [],
        );
      });

    it('20/20 is refused, naming them as the wire does', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      await invite(ann, bob).refuses(400, `User ${bob.id} is already your friend.`);
    });

    it('covers every legal pair', async () => {
      expect([...Object.keys(outcomes), '20/20']).to.have.members(Object.keys(legalPairs));
    });
  });

  describe('again', () => {
    it('is sent when an unanswered request is old enough, with the new text, and the wait begins anew', async () => {
      const [ann, bob] = await pairOf(kit, '10/11');
      await pass(host().rules.invitation.againAfterRequestedMs);
      await invite(ann, bob, 'Second').succeeds({ action: 'None' });
      expect(await rowFor(bob, ann)).to.include({ message: 'Hello' });
      await pass(1001);
      await invite(ann, bob, 'Third').succeeds({ action: 'Sent' });
      expect(await rowFor(bob, ann)).to.include({ status: 11, message: 'Third' });
      await pass(host().rules.invitation.againAfterRequestedMs);
      await invite(ann, bob, 'Fourth').succeeds({ action: 'None' });
    });

    it('is sent sooner when the request was ignored, and may be agreed to then', async () => {
      const [ann, bob] = await pairOf(kit, '10/21');
      await pass(host().rules.invitation.againAfterIgnoredMs);
      await invite(ann, bob).succeeds({ action: 'None' });
      await pass(1001);
      await invite(ann, bob).succeeds({ action: 'Sent' });
      await agree(bob, ann).succeeds();
      await expectStatuses(ann, bob, '20/20');
    });

    it('peer: refusing a first request works, and so does refusing the next', async () => {
      const [ann, bob] = await pairOf(kit, '10/21');
      await pass(host().rules.invitation.againAfterIgnoredMs + 1001);
      await invite(ann, bob).succeeds({ action: 'Sent' });
      await ignore(bob, ann).succeeds();
      await expectStatuses(ann, bob, '10/21');
    });

    it('peer: asked again after both let go, the request is pending, not accepted', async () => {
      const [ann, bob] = await pairOf(kit, '30/30');
      const heard = await heardDuring(() => invite(ann, bob, 'Friends again?').succeeds({ action: 'Sent' }));
      expect(heard).to.have.length(1);
      expect(await rowFor(bob, ann)).to.include({ status: 11, message: 'Friends again?' });
    });
  });

  it('peer: after both deleted, one adds and the other agrees: both are told of it', async () => {
    const [ann, bob] = await pairOf(kit, '20/20');
    for (const [one, other] of [
      [ann, bob],
      [bob, ann],
    ] as const)
      await one.post('/friendship/delete', { friendId: other.id }).succeeds();
    const heard = await heardDuring(async () => {
      await invite(bob, ann, 'Again?').succeeds({ action: 'Sent' });
      await agree(ann, bob).succeeds();
    });
    expect(heard.map(({ event }) => event)).to.have.length(2);
    expect(heard[0]?.event).to.include({ operation: 'Request', to: rowOf(ann.id), message: 'Again?' });
    expect(heard[1]?.event).to.include({ operation: 'AcceptResponse', to: rowOf(bob.id) });
    await expectStatuses(ann, bob, '20/20');
  });

  describe('oneself', () => {
    it('is Added, heard by nobody; a second time it is refused; after letting go it is Added again', async () => {
      const [ann] = await people('Ann');
      const heard = await heardDuring(() => invite(ann, ann).succeeds({ action: 'Added' }));
      expect(heard).to.deep.equal([]);
      await invite(ann, ann).refuses(400, `User ${ann.id} is already your friend.`);
      await ann.post('/friendship/delete', { friendId: ann.id }).succeeds();
      await invite(ann, ann).succeeds({ action: 'Added' });
      expect((await rows(ann)).map(({ status }) => status)).to.deep.equal([20]);
    });
  });

  describe('the text', () => {
    it('is kept escaped in the row of who was asked, and nowhere else', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await invite(ann, bob, '<a>hello</a>').succeeds({ action: 'Sent' });
      expect(await rowFor(bob, ann)).to.include({ message: '&lt;a&gt;hello&lt;/a&gt;' });
      expect(await rowFor(ann, bob)).to.include({ message: '' });
    });

    it('has 1 to 64 characters', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await invite(ann, bob, '').refuses(400, 'Empty message.');
      await invite(ann, bob, 'a'.repeat(65)).refuses(
        400,
        'Length of friend request message is out of limit.',
      );
      await invite(ann, bob, '<!-- -->').refuses(400, 'Length of friend request message is out of limit.');
      await invite(ann, bob, '😀'.repeat(64)).succeeds({ action: 'Sent' });
    });
  });

  describe('a block', () => {
    it('of me by them makes it None, and changes nothing', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await block(bob, ann).succeeds();
      const heard = await heardDuring(() => invite(ann, bob).succeeds({ action: 'None' }));
      await expectStatuses(ann, bob, '-/-');
      expect(heard).to.deep.equal([]);
    });

    it('peer: who is blocked cannot send requests, also when they were friends', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      await block(bob, ann).succeeds();
      await ann.post('/friendship/delete', { friendId: bob.id }).succeeds();
      await invite(ann, bob).succeeds({ action: 'None' });
      await expectStatuses(ann, bob, '30/30');
    });

    it('peer: of them by me is lifted: nobody sends a request to someone whose answer cannot arrive', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await block(ann, bob).succeeds();
      await invite(ann, bob).succeeds({ action: 'Sent' });
      await ann.get('/user/blacklist').succeeds([]);
    });

    it('peer: accepted and resumed invitations lift it too: nobody is friend and blocked at once', async () => {
      for (const before of ['11/10', '21/10', '30/20']) {
        const [ann, bob] = await pairOf(kit, before);
        await block(ann, bob).succeeds();
        await invite(ann, bob).succeeds({ action: 'Added' });
        await expectStatuses(ann, bob, '20/20');
        await ann.get('/user/blacklist').succeeds([]);
      }
    });

    it('peer: of them by me stays when the invitation does nothing', async () => {
      const [ann, bob] = await pairOf(kit, '10/11');
      await block(ann, bob).succeeds();
      await invite(ann, bob).succeeds({ action: 'None' });
      expect(await ann.get('/user/blacklist').result<unknown[]>()).to.have.length(1);
    });
  });

  it('fixed: nobody is asked who does not exist', async () => {
    const ann = await someone();
    await ann
      .post('/friendship/invite', { friendId: strangerId(), message: 'Hello' })
      .refuses(404, 'friendId is not an available userId.');
    await ann.get('/friendship/all').succeeds([]);
  });

  it('fixed: who is added by their own pending request is told so', async () => {
    const [ann, bob] = await pairOf(kit, '11/10');
    const heard = await heardDuring(() => invite(ann, bob).succeeds({ action: 'Added' }));
    expect(heard[0]?.event).to.include({ operation: 'AcceptResponse', to: rowOf(bob.id) });
  });

  it('keeps the display name', async () => {
    const [ann, bob] = await pairOf(kit, '20/20');
    await ann.post('/friendship/set_display_name', { friendId: bob.id, displayName: 'Bo' }).succeeds();
    await bob.post('/friendship/delete', { friendId: ann.id }).succeeds();
    await invite(ann, bob).succeeds({ action: 'Sent' });
    expect(await rowFor(ann, bob)).to.include({ status: 10, displayName: 'Bo' });
  });
}
