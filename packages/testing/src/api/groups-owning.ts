import { expect } from 'chai';
import { expectRoster, infoOf, kick, noticeOf, quit, rosterOf, saidOf, transfer } from './group-facts.js';
import { createGroup, type Kit, type Person } from './kit.js';

/** Passing a group on, and what its creator and members may change (docs/wire/groups.md). */
export function groupsOwningArea({ describe, it, people, heardDuring, rowOf, strangerId }: Kit): void {
  const notCreator = 'Unknown group or not creator.';

  async function hikers(): Promise<{ ann: Person; bob: Person; cid: Person; group: string }> {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    return { ann, bob, cid, group: await createGroup(ann, bob) };
  }

  describe('transferring', () => {
    it('peer: makes the other the creator, for everybody to see', async () => {
      const { ann, bob, group } = await hikers();
      await transfer(ann, group, bob).succeeds();
      await expectRoster(ann, group, { Ann: 1, Bob: 0 });
      expect((await infoOf(ann, group)).creatorId).to.equal(bob.id);
      const [mine] = await bob.get('/user/groups').result<{ role: number; group: { creatorId: string } }[]>();
      expect([mine?.role, mine?.group.creatorId]).to.deep.equal([0, bob.id]);
      await kick(bob, group, ann).succeeds();
    });

    it('is a notice to the members, and nothing else to the IM cloud', async () => {
      const { ann, bob, group } = await hikers();
      const heard = await heardDuring(() => transfer(ann, group, bob).succeeds());
      expect(saidOf(heard)).to.deep.equal(['Transfer']);
      expect(noticeOf(heard, 'Transfer')).to.deep.equal({
        operation: 'Transfer',
        oldCreator: { id: rowOf(ann.id), nickname: 'Ann' },
        newCreator: { id: rowOf(bob.id), nickname: 'Bob' },
      });
    });

    it('is refused to oneself, to who is not in, and by who is not the creator, in this order', async () => {
      const { ann, bob, cid, group } = await hikers();
      await transfer(ann, group, ann).refuses(403, 'Can not transfer creator role to yourself.');
      await transfer(bob, strangerId(), bob).refuses(403, 'Can not transfer creator role to yourself.');
      await transfer(ann, group, cid).refuses(400, 'Invalid groupId or userId.');
      await transfer(cid, group, ann).refuses(400, 'Invalid groupId or userId.');
      await transfer(ann, strangerId(), bob).refuses(400, 'Invalid groupId or userId.');
      await ann
        .post('/group/transfer', { groupId: group, userId: strangerId() })
        .refuses(400, 'Invalid groupId or userId.');
      await transfer(bob, group, ann).refuses(400, 'Current user is not group creator.');
      await ann.post('/group/transfer', { groupId: null, userId: bob.id }).refuses(400, 'Empty groupId.');
      await ann.post('/group/transfer', { groupId: group, userId: null }).refuses(400, 'Empty userId.');
    });
  });

  const settings = [
    {
      path: 'rename',
      field: 'name',
      shown: 'name',
      good: ['<b>Climbers</b>', '&lt;b&gt;Climbers&lt;/b&gt;'],
      bad: [
        ['', 'Empty name.'],
        ['a', 'Length of name invalid.'],
        ['a'.repeat(33), 'Length of name invalid.'],
      ],
      says: ['group-renamed', 'Rename'],
    },
    {
      path: 'set_portrait_uri',
      field: 'portraitUri',
      shown: 'portraitUri',
      good: ['http://a.com/<new>', 'http://a.com/&lt;new&gt;'],
      bad: [
        ['', 'Empty portraitUri.'],
        ['a.com/abcdefgh', 'Invalid portraitUri format.'],
        [`http://a.com/${'a'.repeat(256)}`, 'Length of portraitUri invalid.'],
        ['http://a.co', 'Length of portraitUri invalid.'],
      ],
      says: [],
    },
    {
      path: 'set_bulletin',
      field: 'bulletin',
      shown: 'bulletin',
      good: ['<b>Sunday</b>', '&lt;b&gt;Sunday&lt;/b&gt;'],
      bad: [['a'.repeat(1025), 'Length of bulletin invalid.']],
      says: [],
    },
  ] as const;

  for (const { path, field, shown, good, bad, says } of settings)
    describe(path, () => {
      const set = (by: Person, groupId: unknown, value: string) =>
        by.post(`/group/${path}`, { groupId, [field]: value });

      it('is read back escaped', async () => {
        const { ann, bob, group } = await hikers();
        await set(ann, group, good[0]).succeeds();
        expect((await infoOf(bob, group))[shown]).to.equal(good[1]);
      });

      it(`tells the IM cloud ${says.length > 0 ? says.join(', then ') : 'nothing'}`, async () => {
        const { ann, group } = await hikers();
        const heard = await heardDuring(() => set(ann, group, good[0]).succeeds());
        expect(saidOf(heard)).to.have.members([...says]);
      });

      it('is for the creator only: 400, not 403', async () => {
        const { ann, bob, cid, group } = await hikers();
        for (const other of [bob, cid]) await set(other, group, good[0]).refuses(400, notCreator);
        await set(ann, strangerId(), good[0]).refuses(400, notCreator);
        await set(ann, null, good[0]).refuses(400, 'Empty groupId.');
      });

      for (const [value, text] of bad)
        it(`refuses "${value.slice(0, 40)}" (${value.length} characters), whoever asks`, async () => {
          const { ann, bob, group } = await hikers();
          await set(ann, group, value).refuses(400, text);
          await set(bob, group, value).refuses(400, text);
        });
    });

  describe('the bulletin', () => {
    it('may be cleared, and is null before it was ever set', async () => {
      const { ann, group } = await hikers();
      expect((await infoOf(ann, group)).bulletin).to.equal(null);
      await ann.post('/group/set_bulletin', { groupId: group, bulletin: 'Sunday' }).succeeds();
      await ann.post('/group/set_bulletin', { groupId: group, bulletin: '' }).succeeds();
      expect((await infoOf(ann, group)).bulletin).to.be.oneOf(['', null]);
    });

    it('may have 1024 characters', async () => {
      const { ann, group } = await hikers();
      await ann.post('/group/set_bulletin', { groupId: group, bulletin: '😀'.repeat(1024) }).succeeds();
    });
  });

  describe('my name in a group', () => {
    const set = (who: Person, groupId: unknown, displayName: string) =>
      who.post('/group/set_display_name', { groupId, displayName });
    const nameOf = async (reader: Person, group: string, who: Person) =>
      (await rosterOf(reader, group)).find(({ user }) => user.id === who.id)?.displayName;

    it('is shown to the members, escaped, and is silent', async () => {
      const { ann, bob, group } = await hikers();
      const heard = await heardDuring(() => set(bob, group, '<i>Bo</i>').succeeds());
      expect(await nameOf(ann, group, bob)).to.equal('&lt;i&gt;Bo&lt;/i&gt;');
      expect(heard).to.deep.equal([]);
    });

    it('may be cleared', async () => {
      const { ann, group } = await hikers();
      await set(ann, group, 'Chief').succeeds();
      await set(ann, group, '').succeeds();
      expect(await nameOf(ann, group, ann)).to.equal('');
    });

    it('is one for each group', async () => {
      const { ann, bob, group } = await hikers();
      const other = await createGroup(ann, bob);
      await set(ann, group, 'Chief').succeeds();
      expect(await nameOf(bob, other, ann)).to.equal('');
    });

    it('is refused when too long, to outsiders, and for no group', async () => {
      const { ann, bob, cid, group } = await hikers();
      await set(ann, group, 'a'.repeat(33)).refuses(400, 'Length of display name invalid.');
      await set(cid, group, 'Cid').refuses(404, 'Unknown group.');
      await set(ann, strangerId(), 'Chief').refuses(404, 'Unknown group.');
      await set(ann, null, 'Chief').refuses(400, 'Empty groupId.');
      await quit(bob, group).succeeds();
      await set(bob, group, 'Bo').refuses(404, 'Unknown group.');
    });
  });
}
