import { expect } from 'chai';
import { expectRoster, idsOf, infoOf, noticeOf, rosterOf, saidOf } from './group-facts.js';
import { createGroup, type Kit, type Person } from './kit.js';

/** Making and reading groups (docs/wire/groups.md). */
export function groupsCreateArea({
  describe,
  it,
  host,
  someone,
  people,
  heardDuring,
  rowOf,
  strangerId,
}: Kit): void {
  describe('creating', () => {
    it('puts the listed in, the caller as creator, and says who is in', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const { id, userStatus } = await bob
        .post('/group/create', { name: 'Hikers', memberIds: idsOf([bob, ann]) })
        .result<{ id: string; userStatus: object[] }>();
      expect(userStatus).to.deep.equal([
        { id: ann.id, status: 1 },
        { id: bob.id, status: 1 },
      ]);
      await expectRoster(ann, id, { Ann: 1, Bob: 0 });
      expect(await infoOf(ann, id)).to.deep.equal({
        id,
        name: 'Hikers',
        portraitUri: '',
        memberCount: 2,
        maxMemberCount: host().rules.group.maxMembers,
        creatorId: bob.id,
        certiStatus: 1,
        bulletin: null,
        deletedAt: null,
      });
    });

    it('tells the IM cloud: first the group, then the notice', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const heard = await heardDuring(() => createGroup(ann, bob));
      expect(saidOf(heard)).to.deep.equal(['group-created', 'Create']);
      expect(heard[0]?.event).to.deep.include({ name: 'Hikers', members: [rowOf(ann.id), rowOf(bob.id)] });
      expect(noticeOf(heard, 'Create')).to.deep.equal({ operation: 'Create', groupName: 'Hikers' });
    });

    for (const [given, kept] of [
      ['<a>hello</a>', '&lt;a&gt;hello&lt;/a&gt;'],
      ['ab', 'ab'],
      ['😀'.repeat(32), '😀'.repeat(32)],
    ] as const)
      it(`keeps the name ${given} as ${kept}`, async () => {
        const [ann, bob] = await people('Ann', 'Bob');
        const { id } = await ann
          .post('/group/create', { name: given, memberIds: idsOf([ann, bob]) })
          .result<{ id: string }>();
        expect((await infoOf(bob, id)).name).to.equal(kept);
      });

    const [nameText, fewText] = [
      'Length of group name is out of limit.',
      "Group's member count should be greater than 1 at least.",
    ];
    for (const [what, fields, text] of [
      ['no name', { name: '' }, 'Empty name.'],
      ['a name of one character', { name: 'a' }, nameText],
      ['a name of 33', { name: 'a'.repeat(33) }, nameText],
      ['no members', { memberIds: [] }, 'Empty memberIds.'],
    ] as const)
      it(`refuses ${what}`, async () => {
        const [ann, bob] = await people('Ann', 'Bob');
        await ann
          .post('/group/create', { name: 'Hikers', memberIds: idsOf([ann, bob]), ...fields })
          .refuses(400, text);
      });

    it('refuses a list without another, without the caller, with what is no id', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const create = (...memberIds: unknown[]) => ann.post('/group/create', { name: 'Hikers', memberIds });
      await create(ann.id).refuses(400, fewText);
      await create(bob.id, cid.id).refuses(400, 'Creator is not in memeber list.');
      await create(ann.id, null).refuses(400, 'Empty memberId in memberIds.');
      await create(ann.id, 'garbage').refuses(400, 'Empty memberId in memberIds.');
      await create(ann.id, 3).refuses(400, 'Empty memberId in memberIds.');
      await ann.get('/user/groups').succeeds([]);
    });

    it('fixed: refuses users who do not exist: no ghosts in the roster', async () => {
      const [ann] = await people('Ann');
      await ann
        .post('/group/create', { name: 'Hikers', memberIds: [ann.id, strangerId()] })
        .refuses(400, 'Unknown memberId in memberIds.');
    });

    it('fixed: counts who is listed twice once', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob, bob, ann);
      await expectRoster(ann, group, { Ann: 0, Bob: 1 });
      await ann.post('/group/create', { name: 'Hikers', memberIds: [ann.id, ann.id] }).refuses(400, fewText);
    });

    it('refuses more than the limit', async () => {
      const ann = await someone();
      const { maxMembers } = host().rules.group;
      const many = Array.from({ length: maxMembers }, (_, i) => host().idCodec.encode(1_000_000 + i));
      await ann
        .post('/group/create', { name: 'Hikers', memberIds: [ann.id, ...many] })
        .refuses(400, `Group's member count is out of max group member count limit (${maxMembers}).`);
    });
  });

  describe('reading a group', () => {
    it('is open to outsiders: who left still needs name and portrait', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      expect(await infoOf(cid, group)).to.deep.equal(await infoOf(ann, group));
    });

    it('of nobody is 404', async () => {
      await (await someone()).get(`/group/${strangerId()}`).refuses(404, 'Unknown group.');
    });
  });

  describe('reading the members', () => {
    it('gives them ascending by row number, with times of both kinds', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(bob, cid, ann);
      await expectRoster(cid, group, { Ann: 1, Bob: 0, Cid: 1 });
      const [first] = await rosterOf(ann, group);
      expect(first?.user).to.deep.equal({ id: ann.id, nickname: 'Ann', portraitUri: '' });
      expect(first?.displayName).to.equal('');
      expect(Date.parse(first?.createdAt ?? '')).to.equal(first?.createdTime);
      expect(Date.parse(first?.updatedAt ?? '')).to.equal(first?.updatedTime);
      expect(first?.timestamp).to.equal(first?.createdTime);
    });

    it('is the same when it is read twice', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      expect(await rosterOf(ann, group)).to.deep.equal(await rosterOf(ann, group));
    });

    it('peer: is closed to outsiders', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      await cid.get(`/group/${group}/members`).refuses(403, 'Only group member can get group member info.');
    });

    it('of no group is 404', async () => {
      await (await someone()).get(`/group/${strangerId()}/members`).refuses(404, 'Unknown group.');
    });

    it("fixed: tells nobody's phone number", async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      expect((await ann.get(`/group/${group}/members`).answer()).text).not.to.include(bob.phone);
    });

    it("fixed: shows a member's new name at once", async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      await bob.post('/user/set_nickname', { nickname: 'Robert' }).succeeds();
      await expectRoster(ann, group, { Ann: 0, Robert: 1 });
    });
  });

  describe('my groups', () => {
    it('have my role in each, ascending by row number', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const groups = [await createGroup(ann, bob), await createGroup(bob, ann)];
      const entry = (i: number, role: number, creatorId: string) => ({
        role,
        group: {
          id: groups[i],
          name: 'Hikers',
          portraitUri: '',
          creatorId,
          memberCount: 2,
          maxMemberCount: host().rules.group.maxMembers,
          certiStatus: 1,
        },
      });
      await ann.get('/user/groups').succeeds([entry(0, 0, ann.id), entry(1, 1, bob.id)]);
    });

    it('fixed: show the count as it is, to those too who did nothing', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const countFor = async (who: Person) =>
        (await who.get('/user/groups').result<{ group: { memberCount: number } }[]>())[0]?.group.memberCount;
      expect(await countFor(bob)).to.equal(2);
      await cid.post('/group/join', { groupId: group }).succeeds();
      expect(await countFor(bob)).to.equal(3);
    });

    it('are none at first, twice', async () => {
      const [ann] = await people('Ann');
      await ann.get('/user/groups').succeeds([]);
      await ann.get('/user/groups').succeeds([]);
    });
  });
}
