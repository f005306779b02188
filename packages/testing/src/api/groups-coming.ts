import { expect } from 'chai';
import {
  add,
  dismiss,
  expectRoster,
  infoOf,
  join,
  kick,
  noticeOf,
  quit,
  rosterOf,
  saidOf,
} from './group-facts.js';
import { createGroup, type Kit } from './kit.js';

/** Adding and joining (docs/wire/groups.md). */
export function groupsComingArea({
  describe,
  it,
  someone,
  people,
  pass,
  heardDuring,
  rowOf,
  strangerId,
}: Kit): void {
  const notMember = 'Current user is not group member.';
  const alreadyIn = 'Should not add exist member to the group.';

  describe('adding', () => {
    it('puts them in, and says who is in', async () => {
      const [ann, bob, cid, dora] = await people('Ann', 'Bob', 'Cid', 'Dora');
      const group = await createGroup(ann, bob);
      await add(bob, group, dora, cid).succeeds([
        { id: cid.id, status: 1 },
        { id: dora.id, status: 1 },
      ]);
      await expectRoster(dora, group, { Ann: 0, Bob: 1, Cid: 1, Dora: 1 });
    });

    it('tells the IM cloud: first that they are in, then the notice', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const heard = await heardDuring(() => add(ann, group, cid).result());
      expect(saidOf(heard)).to.deep.equal(['group-joined', 'Add']);
      expect(heard[0]?.event).to.deep.include({ name: 'Hikers', members: [rowOf(cid.id)] });
      expect(noticeOf(heard, 'Add')?.targets).to.deep.equal([{ id: rowOf(cid.id), nickname: 'Cid' }]);
    });

    it('fixed: is for members only', async () => {
      const [ann, bob, cid, dora] = await people('Ann', 'Bob', 'Cid', 'Dora');
      const group = await createGroup(ann, bob);
      await add(cid, group, dora).refuses(403, notMember);
      await add(cid, group, cid).refuses(403, notMember);
    });

    it('peer: the kicked can no longer put others in', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      await kick(ann, group, bob).succeeds();
      await add(bob, group, cid).refuses(403, notMember);
    });

    it('is all or none: one who is in already refuses the whole', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const heard = await heardDuring(async () => {
        await add(ann, group, cid, bob).refuses(400, alreadyIn);
        await add(ann, group, ann).refuses(400, alreadyIn);
      });
      expect(heard).to.deep.equal([]);
      await expectRoster(ann, group, { Ann: 0, Bob: 1 });
    });

    it('peer: re-adding the owner leaves them the owner', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await add(bob, group, ann).refuses(400, alreadyIn);
      await expectRoster(ann, group, { Ann: 0, Bob: 1 });
    });

    it('refuses what is no group, no list, no id and nobody', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const groupId = await createGroup(ann, bob);
      const ask = (fields: object) => ann.post('/group/add', { groupId, memberIds: [bob.id], ...fields });
      await ask({ groupId: strangerId() }).refuses(404, 'Unknown group.');
      await ask({ groupId: null }).refuses(400, 'Empty groupId.');
      await ask({ memberIds: [] }).refuses(400, 'Empty memberIds.');
      await ask({ memberIds: [null] }).refuses(400, 'Empty memberId in memberIds.');
      await ask({ memberIds: [strangerId()] }).refuses(400, 'Unknown memberId in memberIds.');
    });

    it('fixed: counts who is listed twice once', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      await add(ann, group, cid, cid).succeeds([{ id: cid.id, status: 1 }]);
      await expectRoster(ann, group, { Ann: 0, Bob: 1, Cid: 1 });
    });

    it('works again after a kick', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob, cid);
      await kick(ann, group, cid).succeeds();
      await add(ann, group, cid).result();
      expect((await infoOf(ann, group)).memberCount).to.equal(3);
    });
  });

  describe('joining', () => {
    it('lets in whoever knows the group', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      await join(cid, group).succeeds();
      await expectRoster(cid, group, { Ann: 0, Bob: 1, Cid: 1 });
    });

    it('is an Add of oneself by oneself to the IM cloud', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const heard = await heardDuring(() => join(cid, group).succeeds());
      expect(saidOf(heard)).to.deep.equal(['group-joined', 'Add']);
      const who = { id: rowOf(cid.id), nickname: 'Cid' };
      expect(heard[1]?.event).to.deep.include({
        operator: who,
        notice: { operation: 'Add', targets: [who] },
      });
    });

    it('is refused to who is in, and the owner stays the owner', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await join(bob, group).refuses(400, alreadyIn);
      await join(ann, group).refuses(400, alreadyIn);
      await expectRoster(ann, group, { Ann: 0, Bob: 1 });
    });

    it('peer: a group that does not exist is 404, and nothing breaks', async () => {
      const ann = await someone();
      await join(ann, strangerId()).refuses(404, 'Unknown group.');
      await ann.post('/group/join', { groupId: null }).refuses(400, 'Empty groupId.');
      await ann.get('/user/groups').succeeds([]);
    });

    it('a group that was dismissed is unknown', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      await dismiss(ann, group).succeeds();
      await join(cid, group).refuses(404, 'Unknown group.');
      await add(ann, group, cid).refuses(404, 'Unknown group.');
    });
  });

  describe('coming back', () => {
    it('is a new stay as a member, with the display name of the last', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await ann.post('/group/set_display_name', { groupId: group, displayName: 'Chief' }).succeeds();
      const before = (await rosterOf(ann, group)).find(({ user }) => user.id === ann.id);
      await quit(ann, group).succeeds();
      await pass(60_000);
      await join(ann, group).succeeds();
      const after = (await rosterOf(ann, group)).find(({ user }) => user.id === ann.id);
      expect(after).to.include({ role: 1, displayName: 'Chief', createdTime: before?.createdTime });
      expect(after?.timestamp).to.equal(Number(before?.timestamp) + 60_000);
      await expectRoster(bob, group, { Ann: 1, Bob: 0 });
    });

    it('the time of joining moves by nothing else', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const times = async () => (await rosterOf(ann, group)).slice(0, 2).map(({ timestamp }) => timestamp);
      const before = await times();
      await pass(60_000);
      await add(ann, group, cid).result();
      await bob.post('/group/set_display_name', { groupId: group, displayName: 'Bo' }).succeeds();
      await bob.post('/user/set_nickname', { nickname: 'Robert' }).succeeds();
      await ann.post('/group/transfer', { groupId: group, userId: bob.id }).succeeds();
      expect(await times()).to.deep.equal(before);
    });
  });
}
