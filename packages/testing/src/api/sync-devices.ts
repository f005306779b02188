import { expect } from 'chai';
import { askSync, device, expectConverged } from './device.js';
import { add, dismiss, join, kick, quit, transfer } from './group-facts.js';
import { befriend, createGroup, invite, type Kit, type Person } from './kit.js';
import { agree, block, ignore, unblock, unfriend } from './pairs.js';

/** Copies that converge, tombstones and resets (docs/wire/sync.md). */
export function syncDevicesArea(kit: Kit): void {
  const { describe, it, people } = kit;

  describe('who loses something learns it, on each of their devices', () => {
    const losses: Readonly<Record<string, (ann: Person, bob: Person, group: string) => Promise<void>>> = {
      'peer: leaving a group': (_, bob, group) => quit(bob, group).succeeds(),
      'peer: being kicked': (ann, bob, group) => kick(ann, group, bob).succeeds(),
      'peer: a group that is dismissed': (ann, _, group) => dismiss(ann, group).succeeds(),
    };

    for (const [title, lose] of Object.entries(losses))
      it(title, async () => {
        const [ann, bob] = await people('Ann', 'Bob');
        const group = await createGroup(ann, bob);
        const [phone, tablet] = [device(bob), device(await bob.otherDevice())];
        for (const one of [phone, tablet]) await one.sync();
        await lose(ann, bob, group);
        for (const one of [phone, tablet]) {
          const { groups } = await one.sync();
          expect(groups.map(({ groupId, isDeleted }) => ({ groupId, isDeleted }))).to.deep.equal([
            { groupId: group, isDeleted: true },
          ]);
          expect(one.copy()).to.deep.include({ groups: [], groupMembers: [] });
        }
      });

    it('fixed: a friend who was deleted, a block that was lifted', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      await befriend(ann, bob);
      await block(ann, cid).succeeds();
      const tablet = device(ann);
      await tablet.sync();
      await unfriend(ann, bob).succeeds();
      await unblock(ann, cid).succeeds();
      await tablet.sync();
      expect(tablet.copy()).to.deep.include({ friends: [], blacklist: [] });
    });

    it('fixed: the members learn who left', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob, cid);
      const tablet = device(cid);
      await tablet.sync();
      await kick(ann, group, bob).succeeds();
      const { group_members: members } = await tablet.sync();
      expect(members.map(({ memberId, isDeleted }) => [memberId, isDeleted])).to.deep.equal([[bob.id, true]]);
    });

    it("peer: a quit is seen by the others' next sync, not by their next login only", async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob, cid);
      const tablet = device(ann);
      await tablet.sync();
      await quit(cid, group).succeeds();
      await expectConverged(tablet, ann);
      expect(tablet.copy().groupMembers).to.have.length(2);
    });

    it('a first sync has no tombstones', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      await befriend(ann, bob);
      await unfriend(ann, bob).succeeds();
      await block(ann, cid).succeeds();
      await unblock(ann, cid).succeeds();
      const [kept, lost, gone] = [
        await createGroup(ann, bob, cid),
        await createGroup(bob, ann),
        await createGroup(bob, ann),
      ];
      await kick(ann, kept, cid).succeeds();
      await quit(ann, lost).succeeds();
      await dismiss(bob, gone).succeeds();
      const { friends, blacklist, groups, group_members: members } = await askSync(ann, 0);
      expect([friends, blacklist]).to.deep.equal([[], []]);
      expect(groups.map(({ groupId }) => groupId)).to.deep.equal([kept]);
      expect(members.map(({ memberId }) => memberId)).to.have.members([ann.id, bob.id]);
    });
  });

  describe('copies converge', () => {
    it('peer: leaving and coming back between two syncs', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const [old, late] = [device(bob), device(bob)];
      await old.sync();
      await quit(bob, group).succeeds();
      await add(ann, group, cid).result();
      await join(bob, group).succeeds();
      await expectConverged(old, bob);
      await late.sync();
      expect(late.copy().groupMembers).to.have.length(3);
    });

    it("peer: a member's name changed while someone joins", async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const tablet = device(cid);
      await tablet.sync();
      await Promise.all([
        join(cid, group).succeeds(),
        ann.post('/group/set_display_name', { groupId: group, displayName: 'Chief' }).succeeds(),
        bob.post('/user/set_nickname', { nickname: 'Robert' }).succeeds(),
      ]);
      await expectConverged(tablet, cid);
      expect(tablet.copy().groupMembers).to.have.length(3);
    });

    it('peer: a friend gained while the device was away arrives', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await invite(ann, bob).succeeds({ action: 'Sent' });
      const away = device(ann);
      await away.sync();
      await invite(bob, ann).succeeds({ action: 'Added' });
      await away.sync();
      expect(away.copy().friends).to.have.length(1);
      expect(away.copy().friends[0]).to.include({ friendId: bob.id, status: 20 });
    });

    it('whatever is done, device by device, with and without an era', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const everyone = [ann, bob, cid];
      const devices = everyone.flatMap((who) => [
        { who, kept: device(who) },
        { who, kept: device(who, { sendsEra: true }) },
      ]);
      const group = await createGroup(ann, bob, cid);
      const steps: (() => Promise<unknown>)[] = [
        () => befriend(ann, bob),
        () => invite(cid, ann).succeeds({ action: 'Sent' }),
        () => ignore(ann, cid).succeeds(),
        () => block(ann, bob).succeeds(),
        () => kick(ann, group, bob).succeeds(),
        () => bob.post('/user/set_nickname', { nickname: 'Robert' }).succeeds(),
        () => transfer(ann, group, cid).succeeds(),
        () => join(bob, group).succeeds(),
        () => invite(bob, cid).succeeds({ action: 'Sent' }),
        () => agree(cid, bob).succeeds(),
        () => bob.post('/group/set_display_name', { groupId: group, displayName: 'Bo' }).succeeds(),
        () => quit(cid, group).succeeds(),
        () => cid.post('/user/set_portrait_uri', { portraitUri: 'http://a.com/cid' }).succeeds(),
        () => dismiss(ann, group).succeeds(),
        () => createGroup(cid, ann),
      ];
      for (const [i, step] of steps.entries()) {
        await step();
        for (const [j, { kept }] of devices.entries()) if ((i + j) % 3 === 0) await kept.sync();
      }
      for (const { who, kept } of devices) await expectConverged(kept, who);
    });

    it('peer: one version replayed for ever gets the same answer and lets no state grow', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const { version } = await askSync(ann, 0);
      await befriend(ann, bob);
      const first = await askSync(ann, version);
      for (let i = 0; i < 10; i += 1) expect(await askSync(ann, version)).to.deep.equal(first);
    });

    it('peer: a client killed in its first sync gets everything by asking again', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await createGroup(ann, bob);
      await askSync(ann, 0);
      const tablet = device(ann);
      await expectConverged(tablet, ann);
      expect(tablet.copy().groups).to.have.length(1);
    });

    it('peer: changes within one millisecond are all delivered, sync between sync', async () => {
      const [ann, bob, cid, dora] = await people('Ann', 'Bob', 'Cid', 'Dora');
      const tablet = device(ann);
      for (const friend of [bob, cid, dora]) {
        await invite(friend, ann).succeeds({ action: 'Sent' });
        const { friends } = await tablet.sync();
        expect(friends.map(({ friendId }) => friendId)).to.deep.equal([friend.id]);
      }
    });

    it('peer: what was not awaited is not lost: commands and syncs at once', async () => {
      const [ann, ...others] = await people('Ann', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6');
      const tablet = device(ann);
      await Promise.all(others.map((other) => invite(other, ann).succeeds({ action: 'Sent' })));
      const syncing = (async () => {
        for (let i = 0; i < 6; i += 1) await tablet.sync();
      })();
      await Promise.all([syncing, ...others.map((other) => agree(ann, other).succeeds())]);
      await expectConverged(tablet, ann);
      expect(tablet.copy().friends).to.have.length(others.length);
    });
  });

  describe('a client whose past is not ours', () => {
    /** One of each tombstone, so that a reset is told from a first sync. */
    async function withTombstones(): Promise<Person> {
      const [ann, bob] = await people('Ann', 'Bob');
      await befriend(ann, bob);
      await unfriend(ann, bob).succeeds();
      await quit(ann, await createGroup(ann, bob)).succeeds();
      return ann;
    }
    const expectWhole = ({ reset, friends, groups }: Awaited<ReturnType<typeof askSync>>): void => {
      expect(reset).to.equal(true);
      expect(friends.map(({ status }) => status)).to.deep.equal([30]);
      expect(groups.map(({ isDeleted }) => isDeleted)).to.deep.equal([true]);
    };

    it('with a version of the original server, in milliseconds, gets everything and a reset, once', async () => {
      const ann = await withTombstones();
      const answer = await askSync(ann, 1_563_168_105_000);
      expectWhole(answer);
      expect((await askSync(ann, answer.version)).reset ?? false).to.equal(false);
    });

    it('peer: with a version from the future gets it too, and is not blocked', async () => {
      const ann = await withTombstones();
      const { version } = await askSync(ann, 0);
      const answer = await askSync(ann, version + 10 ** 12);
      expectWhole(answer);
      expect(answer.version)
        .to.be.at.least(version)
        .and.below(version + 10 ** 12);
    });

    it('with an era that never was gets it too; with its own gets none', async () => {
      const ann = await withTombstones();
      const { version, era } = await askSync(ann, 0);
      expectWhole(await askSync(ann, version, era - 1));
      expect((await askSync(ann, version, era)).reset ?? false).to.equal(false);
    });
  });

  it('peer: versions rise while the clock stands still', async () => {
    const [ann] = await people('Ann');
    const versions: number[] = [];
    for (const nickname of ['A1', 'A2', 'A3']) {
      await ann.post('/user/set_nickname', { nickname }).succeeds();
      versions.push((await askSync(ann, 0)).version);
    }
    expect(versions).to.deep.equal([...new Set(versions)].sort((a, b) => a - b));
    for (const version of versions) expect(Number.isSafeInteger(version)).to.equal(true);
  });
}
