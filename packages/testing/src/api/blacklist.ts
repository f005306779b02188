import { expect } from 'chai';
import { invite, type Kit } from './kit.js';
import { agree, block, expectStatuses, legalPairs, pairOf, rowFor, unblock } from './pairs.js';

/** The blacklist (docs/wire/friends.md). */
export function blacklistArea(kit: Kit): void {
  const { describe, it, someone, people, heardDuring, rowOf, strangerId } = kit;

  describe('the list', () => {
    it('is empty at first, then has whom I block, with the times of their profile', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await ann.get('/user/blacklist').succeeds([]);
      await block(ann, bob).succeeds();
      const [entry, ...others] = await ann
        .get('/user/blacklist')
        .result<{ user: Record<string, unknown> }[]>();
      expect(others).to.deep.equal([]);
      expect(entry?.user).to.include({ id: bob.id, nickname: 'Bob', portraitUri: '' });
      expect(Date.parse(String(entry?.user.updatedAt))).to.equal(entry?.user.updatedTime);
    });

    it('is not the list of who blocks me', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await block(ann, bob).succeeds();
      await bob.get('/user/blacklist').succeeds([]);
    });

    it('is in order of row number', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      await block(ann, cid).succeeds();
      await block(ann, bob).succeeds();
      const list = await ann.get('/user/blacklist').result<{ user: { nickname: string } }[]>();
      expect(list.map(({ user }) => user.nickname)).to.deep.equal(['Bob', 'Cid']);
    });
  });

  describe('blocking', () => {
    it('works twice, for oneself, and for who is no friend', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      for (const them of [bob, bob, ann]) await block(ann, them).succeeds();
      expect(await ann.get('/user/blacklist').result<unknown[]>()).to.have.length(2);
    });

    it('peer: is told to the IM cloud in its direction, who blocks whom, and so is lifting the block', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const heard = await heardDuring(async () => {
        await block(ann, bob).succeeds();
        await unblock(ann, bob).succeeds();
      });
      const sides = { owner: rowOf(ann.id), target: rowOf(bob.id) };
      expect(heard.map(({ event }) => event)).to.deep.equal([
        { type: 'block-added', ...sides },
        { type: 'block-lifted', ...sides },
      ]);
    });

    for (const pair of Object.keys(legalPairs))
      it(`leaves no friend who is blocked: ${pair}`, async () => {
        const [ann, bob] = await pairOf(kit, pair);
        await block(ann, bob).succeeds();
        await expectStatuses(ann, bob, pair.replace(/^20/, '30'));
      });

    it('clears the name and the text of a friend', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      await ann.post('/friendship/set_display_name', { friendId: bob.id, displayName: 'Bo' }).succeeds();
      await block(ann, bob).succeeds();
      expect(await rowFor(ann, bob)).to.include({ status: 30, displayName: '', message: '' });
    });

    it('is refused for nobody', async () => {
      await (await someone())
        .post('/user/add_to_blacklist', { friendId: strangerId() })
        .refuses(404, 'friendId is not an available userId.');
    });
  });

  describe('lifting a block', () => {
    it('does not bring the friendship back', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      await block(ann, bob).succeeds();
      await unblock(ann, bob).succeeds();
      await expectStatuses(ann, bob, '30/20');
      await ann.get('/user/blacklist').succeeds([]);
    });

    it('works where nothing was blocked, and for nobody', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await unblock(ann, bob).succeeds();
      await ann.post('/user/remove_from_blacklist', { friendId: strangerId() }).succeeds();
    });

    it('peer: has its effect: they can ask again, and be told', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await block(ann, bob).succeeds();
      await unblock(ann, bob).succeeds();
      await invite(bob, ann).succeeds({ action: 'Sent' });
      await agree(ann, bob).succeeds();
      await expectStatuses(ann, bob, '20/20');
    });

    it('fixed: nobody lifts the block of someone else, whatever they try', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      await block(ann, bob).succeeds();
      await invite(bob, ann).succeeds({ action: 'None' });
      await agree(bob, ann).refuses(404, 'Unknown friend user or invalid status.');
      await unblock(bob, ann).succeeds();
      expect(await ann.get('/user/blacklist').result<unknown[]>()).to.have.length(1);
    });

    it('fixed: a block that was lifted can be set again', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      for (const step of [block, unblock, block]) await step(ann, bob).succeeds();
      expect(await ann.get('/user/blacklist').result<unknown[]>()).to.have.length(1);
    });
  });

  it("fixed: a blocked user's new name is in the list at once", async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    await block(ann, bob).succeeds();
    await bob.post('/user/set_nickname', { nickname: 'Robert' }).succeeds();
    const [entry] = await ann.get('/user/blacklist').result<{ user: { nickname: string } }[]>();
    expect(entry?.user.nickname).to.equal('Robert');
  });

  it('peer: no notice goes out to someone I block, whatever I do short of asking them anew', async () => {
    const [ann, bob] = await pairOf(kit, '10/11');
    await block(ann, bob).succeeds();
    const heard = await heardDuring(async () => {
      await invite(ann, bob).succeeds({ action: 'None' });
      await ann.post('/user/set_nickname', { nickname: 'Anna' }).succeeds();
      await block(ann, bob).succeeds();
      await agree(bob, ann).refuses(404, 'Unknown friend user or invalid status.');
    });
    expect(heard.map(({ event }) => event.type)).to.deep.equal(['profile-changed']);
  });

  it('peer: nothing is heard by someone who blocks me', async () => {
    const [ann, bob] = await pairOf(kit, '20/20');
    await block(bob, ann).succeeds();
    const heard = await heardDuring(async () => {
      await ann.post('/friendship/delete', { friendId: bob.id }).succeeds();
      await invite(ann, bob).succeeds({ action: 'None' });
    });
    expect(heard).to.deep.equal([]);
  });
}
