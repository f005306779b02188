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
  saidOf,
  transfer,
} from './group-facts.js';
import { createGroup, type Kit, type Person } from './kit.js';

/** Kicking, quitting and dismissing (docs/wire/groups.md). */
export function groupsLeavingArea({
  describe,
  it,
  someone,
  people,
  heardDuring,
  rowOf,
  strangerId,
}: Kit): void {
  const rosterClosed = 'Only group member can get group member info.';
  const notCreator = 'Unknown group or not creator.';

  /** They have lost the group: they read neither its members nor find it among theirs. */
  async function expectOut(who: Person, group: string): Promise<void> {
    await who.get(`/group/${group}/members`).refuses(403, rosterClosed);
    await who.get('/user/groups').succeeds([]);
  }

  describe('kicking', () => {
    it('puts members out', async () => {
      const [ann, bob, cid, dora] = await people('Ann', 'Bob', 'Cid', 'Dora');
      const group = await createGroup(ann, bob, cid, dora);
      await kick(ann, group, bob, dora).succeeds();
      await expectRoster(ann, group, { Ann: 0, Cid: 1 });
      for (const gone of [bob, dora]) await expectOut(gone, group);
    });

    it('fixed: the kicked hear Kicked before the IM cloud puts them out', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob, cid);
      const heard = await heardDuring(() => kick(ann, group, bob).succeeds());
      expect(saidOf(heard)).to.deep.equal(['Kicked', 'group-left']);
      expect(noticeOf(heard, 'Kicked')?.targets).to.deep.equal([{ id: rowOf(bob.id), nickname: 'Bob' }]);
      expect(heard[1]?.event).to.deep.include({ members: [rowOf(bob.id)] });
    });

    it('is for the creator only: 403 to members, outsiders and the kicked', async () => {
      const [ann, bob, cid, dora] = await people('Ann', 'Bob', 'Cid', 'Dora');
      const group = await createGroup(ann, bob, cid);
      await kick(bob, group, cid).refuses(403, 'Current user is not group creator.');
      await kick(dora, group, cid).refuses(403, 'Current user is not group creator.');
      await kick(ann, group, bob).succeeds();
      await kick(bob, group, cid).refuses(403, 'Current user is not group creator.');
    });

    it('checks oneself, the group, the creator, the ids and the members, in this order', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const groupId = await createGroup(ann, bob);
      const ask = (by: Person, fields: object) =>
        by.post('/group/kick', { groupId, memberIds: [cid.id], ...fields });
      await ask(ann, { groupId: strangerId(), memberIds: [ann.id, null] }).refuses(
        400,
        'Can not kick yourself.',
      );
      await ask(ann, { groupId: strangerId(), memberIds: [3] }).refuses(404, 'Unknown group.');
      await ask(bob, { memberIds: [null] }).refuses(403, 'Current user is not group creator.');
      await ask(ann, { memberIds: [null, cid.id] }).refuses(400, 'Empty memberId.');
      await ask(ann, {}).refuses(400, 'Can not kick none-member from the group.');
      await ask(ann, { memberIds: [] }).refuses(400, 'Empty memberIds.');
      await ask(ann, { groupId: null }).refuses(400, 'Empty groupId.');
    });

    it('fixed: every one listed must be in, not only the last', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const heard = await heardDuring(() =>
        kick(ann, group, cid, bob).refuses(400, 'Can not kick none-member from the group.'),
      );
      expect(heard).to.deep.equal([]);
      await expectRoster(ann, group, { Ann: 0, Bob: 1 });
    });

    it('never ends the group', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await kick(ann, group, bob, bob).succeeds();
      await expectRoster(ann, group, { Ann: 0 });
    });
  });

  describe('quitting', () => {
    it('leaves the group to the others', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await quit(bob, group).succeeds();
      await expectRoster(ann, group, { Ann: 0 });
      await expectOut(bob, group);
    });

    it("peer: one member's quit takes the group from nobody else", async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob, cid);
      await quit(bob, group).succeeds();
      await expectRoster(cid, group, { Ann: 0, Cid: 1 });
      for (const left of [ann, cid])
        expect(await left.get('/user/groups').result<unknown[]>()).to.have.length(1);
    });

    it('by the creator passes the group to the lowest row number', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(cid, bob, ann);
      const heard = await heardDuring(() => quit(cid, group).succeeds());
      await expectRoster(bob, group, { Ann: 0, Bob: 1 });
      expect((await infoOf(bob, group)).creatorId).to.equal(ann.id);
      expect(saidOf(heard)).to.deep.equal(['Quit', 'group-left']);
      expect(noticeOf(heard, 'Quit')).to.deep.equal({
        operation: 'Quit',
        target: { id: rowOf(cid.id), nickname: 'Cid' },
        newCreatorId: rowOf(ann.id),
      });
    });

    it('by a member leaves the creator, and says so', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      const heard = await heardDuring(() => quit(bob, group).succeeds());
      expect(noticeOf(heard, 'Quit')?.newCreatorId).to.equal(null);
    });

    it('fixed: by the last one ends the group, on the IM side too', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await quit(ann, group).succeeds();
      const heard = await heardDuring(() => quit(bob, group).succeeds());
      expect(saidOf(heard)).to.include('group-dismissed');
      const info = await infoOf(bob, group);
      expect(info).to.include({ memberCount: 0, creatorId: bob.id });
      expect(info.deletedAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });

    it('is refused to who is not in, and for no group', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      await quit(cid, group).refuses(403, 'Current user is not group member.');
      await quit(cid, strangerId()).refuses(404, 'Unknown group.');
      await cid.post('/group/quit', { groupId: null }).refuses(400, 'Empty groupId.');
      await quit(bob, group).succeeds();
      await quit(bob, group).refuses(403, 'Current user is not group member.');
    });
  });

  describe('dismissing', () => {
    it('puts everybody out; the group can still be looked at', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await dismiss(ann, group).succeeds();
      for (const reader of [ann, bob]) {
        await reader.get(`/group/${group}/members`).refuses(404, 'Unknown group.');
        await reader.get('/user/groups').succeeds([]);
      }
      const info = await infoOf(bob, group);
      expect(info).to.include({ name: 'Hikers', memberCount: 0, creatorId: ann.id });
      expect(info.deletedAt).to.be.a('string');
    });

    it('tells the members, then the IM cloud', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      const heard = await heardDuring(() => dismiss(ann, group).succeeds());
      expect(saidOf(heard)).to.deep.equal(['Dismiss', 'group-dismissed']);
    });

    it('fixed: is for the creator only, and the IM cloud hears nothing of a refused one', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const heard = await heardDuring(async () => {
        for (const other of [bob, cid]) await dismiss(other, group).refuses(400, notCreator);
      });
      expect(heard).to.deep.equal([]);
      await expectRoster(bob, group, { Ann: 0, Bob: 1 });
    });

    it('is refused for no group, and a second time', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await dismiss(ann, strangerId()).refuses(400, notCreator);
      await ann.post('/group/dismiss', { groupId: null }).refuses(400, 'Empty groupId.');
      await dismiss(ann, group).succeeds();
      await dismiss(ann, group).refuses(400, notCreator);
      await createGroup(ann, bob);
    });

    it('a dismissed group is unknown to every command', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const groupId = await createGroup(ann, bob);
      await dismiss(ann, groupId).succeeds();
      for (const [command, status, text, fields] of [
        ['add', 404, 'Unknown group.', { memberIds: [bob.id] }],
        ['join', 404, 'Unknown group.', {}],
        ['kick', 404, 'Unknown group.', { memberIds: [bob.id] }],
        ['quit', 404, 'Unknown group.', {}],
        ['transfer', 400, 'Invalid groupId or userId.', { userId: bob.id }],
        ['rename', 400, notCreator, { name: 'Others' }],
        ['set_portrait_uri', 400, notCreator, { portraitUri: 'http://a.com/new' }],
        ['set_bulletin', 400, notCreator, { bulletin: 'x' }],
        ['set_display_name', 404, 'Unknown group.', { displayName: 'x' }],
      ] as const)
        await ann.post(`/group/${command}`, { groupId, ...fields }).refuses(status, text);
    });
  });

  it('fixed: who is out reads the members no more, at once', async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    const group = await createGroup(ann, bob);
    await bob.get(`/group/${group}/members`).result();
    await kick(ann, group, bob).succeeds();
    await expectOut(bob, group);
  });

  it('peer: a group has one owner, whoever comes, goes and takes over', async () => {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    const group = await createGroup(ann, bob, cid);
    await transfer(ann, group, cid).succeeds();
    await quit(ann, group).succeeds();
    await join(ann, group).succeeds();
    await quit(cid, group).succeeds();
    await add(ann, group, cid).result();
    await expectRoster(cid, group, { Ann: 0, Bob: 1, Cid: 1 });
    expect((await infoOf(await someone(), group)).creatorId).to.equal(ann.id);
  });
}
