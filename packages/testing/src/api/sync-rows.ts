import { expect } from 'chai';
import type { WireSync } from '../sync-client.js';
import { askSync, device } from './device.js';
import { add, join, transfer } from './group-facts.js';
import { befriend, createGroup, invite, type Kit, type Person } from './kit.js';
import { agree, block, unblock, unfriend } from './pairs.js';

/** What a sync brings (docs/wire/sync.md). */
export function syncRowsArea({ describe, it, guest, someone, people, heardDuring }: Kit): void {
  const nothing = { user: null, blacklist: [], friends: [], groups: [], group_members: [] };

  /** What `work` brings to a client that was up to date before. */
  async function broughtBy(who: Person, work: () => Promise<unknown>): Promise<WireSync> {
    const before = await askSync(who, 0);
    await work();
    return askSync(who, before.version);
  }
  const shown = ({ id, nickname }: Person) => ({ id, nickname, portraitUri: '' });

  describe('the version asked with', () => {
    for (const text of ['007', '1.5', '1e3', '0x10', 'abc', '%201', '--1', '1-'])
      it(`is not ${text}`, async () =>
        (await someone()).get(`/user/sync/${text}`).refuses(400, 'Version parameter is not integer.'));

    it('may have a sign, and counts as 0 below it', async () => {
      const ann = await someone();
      const whole = await askSync(ann, 0);
      for (const text of ['+0', '-1', '-0', '-99999']) {
        const { user } = await askSync(ann, text);
        expect(user, text).to.deep.equal(whole.user);
      }
      await askSync(ann, `+${whole.version}`);
    });

    it('may be larger than any number, and breaks nothing', async () => {
      for (const text of ['9007199254740993', '9'.repeat(400), `-${'9'.repeat(400)}`]) {
        const { status } = await (await someone()).get(`/user/sync/${text}`).answer();
        expect(status, text).to.be.oneOf([200, 400]);
      }
    });

    it('and the era must be numbers both', async () =>
      (await someone()).get('/user/sync/0?era=x').refuses(400, 'Era parameter is not integer.'));

    it('needs a session', () => guest().get('/user/sync/0').refuses(403, 'Not loged in.'));
  });

  it('fixed: when nothing changed, the answer is empty lists and a version, never null', async () => {
    const ann = await someone();
    const { version, era } = await askSync(ann, 0);
    const again = await askSync(ann, version);
    expect(again).to.deep.equal({ ...nothing, version: again.version, era });
    expect(again.version).to.be.at.least(version);
  });

  it('a new account has itself, and no tombstones', async () => {
    const [ann] = await people('Ann');
    const { version, era, user, ...lists } = await askSync(ann, 0);
    expect(user).to.deep.equal({ ...shown(ann), timestamp: user?.timestamp });
    expect(lists).to.deep.equal({ blacklist: [], friends: [], groups: [], group_members: [] });
    expect(version).to.be.at.least(user?.timestamp ?? 0);
    expect(era).to.be.above(0).and.at.most(version);
  });

  describe('my profile', () => {
    it('comes when it changes', async () => {
      const [ann] = await people('Ann');
      const { user } = await broughtBy(ann, () =>
        ann.post('/user/set_nickname', { nickname: 'Anna' }).succeeds(),
      );
      expect(user).to.include({ id: ann.id, nickname: 'Anna' });
    });

    it('fixed: reaches friends, those who block me, and the members of my groups', async () => {
      const [ann, bob, cid, dora] = await people('Ann', 'Bob', 'Cid', 'Dora');
      await befriend(ann, bob);
      await block(cid, ann).succeeds();
      await createGroup(dora, ann);
      const before = await Promise.all([bob, cid, dora].map((who) => askSync(who, 0)));
      await ann.post('/user/set_nickname', { nickname: 'Anna' }).succeeds();
      const [toBob, toCid, toDora] = await Promise.all(
        [bob, cid, dora].map((who, i) => askSync(who, before[i]?.version ?? 0)),
      );
      expect(toBob?.friends.map(({ user }) => user.nickname)).to.deep.equal(['Anna']);
      expect(toCid?.blacklist.map(({ user }) => user.nickname)).to.deep.equal(['Anna']);
      expect(toDora?.group_members.map(({ user }) => user.nickname)).to.deep.equal(['Anna']);
    });

    it("peer: a friend's new nickname leaves no sync empty, failing or without a version", async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await befriend(ann, bob);
      const { version, friends } = await broughtBy(ann, () =>
        bob.post('/user/set_nickname', { nickname: 'Robert' }).succeeds(),
      );
      expect(friends).to.have.length(1);
      expect(version).to.be.at.least(friends[0]?.timestamp ?? 0);
    });
  });

  describe('friends', () => {
    it('come with every command, to whoever it writes a row of', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const [annAt0, bobAt0] = [await askSync(ann, 0), await askSync(bob, 0)];
      const heard = await heardDuring(() => invite(ann, bob).succeeds({ action: 'Sent' }));
      const [annAsked, bobAsked] = [await askSync(ann, annAt0.version), await askSync(bob, bobAt0.version)];
      const row = (who: Person, status: number, timestamp = 0) => ({
        friendId: who.id,
        displayName: '',
        status,
        timestamp,
        user: shown(who),
      });
      const stamp = Number(heard[0]?.version);
      expect(annAsked.friends).to.deep.equal([row(bob, 10, stamp)]);
      expect(bobAsked.friends).to.deep.equal([row(ann, 11, stamp)]);

      await agree(bob, ann).succeeds();
      const [annAgreed, bobAgreed] = [
        await askSync(ann, annAsked.version),
        await askSync(bob, bobAsked.version),
      ];
      expect([annAgreed, bobAgreed].map(({ friends }) => friends[0]?.status)).to.deep.equal([20, 20]);
    });

    it('fixed: who is Added by their own request learns it', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await invite(ann, bob).succeeds({ action: 'Sent' });
      const { friends } = await broughtBy(ann, () => invite(bob, ann).succeeds({ action: 'Added' }));
      expect(friends.map(({ status }) => status)).to.deep.equal([20]);
    });

    it('fixed: who resumes a friendship learns it on their other devices', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await befriend(ann, bob);
      await unfriend(ann, bob).succeeds();
      const { friends } = await broughtBy(ann, () => invite(ann, bob).succeeds({ action: 'Added' }));
      expect(friends.map(({ status }) => status)).to.deep.equal([20]);
    });

    it('come with the name I gave them', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await befriend(ann, bob);
      const { friends } = await broughtBy(ann, () =>
        ann.post('/friendship/set_display_name', { friendId: bob.id, displayName: 'Bo' }).succeeds(),
      );
      expect(friends[0]).to.include({ displayName: 'Bo', status: 20 });
    });

    it('fixed: that blocking ended go, and the block comes', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await befriend(ann, bob);
      const { friends, blacklist } = await broughtBy(ann, () => block(ann, bob).succeeds());
      expect(friends.map(({ status }) => status)).to.deep.equal([30]);
      expect(blacklist).to.deep.equal([
        { friendId: bob.id, status: true, timestamp: blacklist[0]?.timestamp, user: shown(bob) },
      ]);
    });
  });

  it('fixed: a block that a new friendship lifts goes from the list by sync', async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    await block(ann, bob).succeeds();
    const { blacklist } = await broughtBy(ann, () => invite(ann, bob).succeeds({ action: 'Sent' }));
    expect(blacklist.map(({ status }) => status)).to.deep.equal([false]);
    const lifted = await broughtBy(ann, async () => {
      await block(ann, bob).succeeds();
      await unblock(ann, bob).succeeds();
    });
    expect(lifted.blacklist.map(({ status }) => status)).to.deep.equal([false]);
  });

  describe('groups', () => {
    it('come with their whole roster to who is new in them', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const { groups, group_members: members } = await broughtBy(cid, () => join(cid, group).succeeds());
      expect(
        groups.map(({ groupId, role, isDeleted, group: { name } }) => ({ groupId, role, isDeleted, name })),
      ).to.deep.equal([{ groupId: group, role: 1, isDeleted: false, name: 'Hikers' }]);
      expect(members.map(({ user }) => user.nickname)).to.have.members(['Ann', 'Bob', 'Cid']);
    });

    it('fixed: a newcomer reaches the members of an old group', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const { group_members: members } = await broughtBy(bob, () => add(ann, group, cid).result());
      expect(members).to.deep.equal([
        {
          groupId: group,
          memberId: cid.id,
          displayName: '',
          role: 1,
          isDeleted: false,
          timestamp: members[0]?.timestamp,
          user: shown(cid),
        },
      ]);
    });

    for (const [path, fields] of [
      ['rename', { name: 'Climbers' }],
      ['set_portrait_uri', { portraitUri: 'http://a.com/new' }],
      ['set_bulletin', { bulletin: 'Sunday' }],
    ] as const)
      it(`fixed: ${path} reaches every member, and fails no sync`, async () => {
        const [ann, bob] = await people('Ann', 'Bob');
        const group = await createGroup(ann, bob);
        for (const member of [ann, bob]) {
          const { groups } = await broughtBy(member, () =>
            ann.post(`/group/${path}`, { groupId: group, ...fields }).succeeds(),
          );
          expect(groups.map(({ groupId }) => groupId)).to.deep.equal([group]);
        }
      });

    it('fixed: a name in a group reaches its members, and nobody else', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const outsider = await askSync(cid, 0);
      const { group_members: members } = await broughtBy(ann, () =>
        bob.post('/group/set_display_name', { groupId: group, displayName: 'Bo' }).succeeds(),
      );
      expect(members.map(({ memberId, displayName }) => [memberId, displayName])).to.deep.equal([
        [bob.id, 'Bo'],
      ]);
      expect(await askSync(cid, outsider.version)).to.deep.include(nothing);
    });

    it('fixed: new roles reach the members', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob, cid);
      const { group_members: members } = await broughtBy(cid, () => transfer(ann, group, bob).succeeds());
      expect(members.map(({ user, role }) => `${user.nickname} ${role}`)).to.have.members(['Ann 1', 'Bob 0']);
    });
  });

  it('peer: what a client may see of a group it is not in is nothing', async () => {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    const outsider = device(cid);
    await outsider.sync();
    await createGroup(ann, bob);
    expect(await outsider.sync()).to.deep.include(nothing);
  });
}
