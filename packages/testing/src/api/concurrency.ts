import { expect } from 'chai';
import type { Exchange } from './answer.js';
import { device, expectConverged } from './device.js';
import { add, expectRoster, infoOf, join, kick, quit, rosterOf, transfer } from './group-facts.js';
import { createGroup, invite, type Kit, type Person, password } from './kit.js';
import { agree, block, expectStatuses, pairOf, unfriend } from './pairs.js';

/** Commands that cross. Each is decided after the other, so there is no third outcome. */
export function concurrencyArea(kit: Kit): void {
  const { describe, it, guest, people, newPhone, tokenFor, heardDuring } = kit;

  const crowd = (count: number): Promise<Person[]> =>
    people(...Array.from({ length: count }, (_, i) => `User ${i}`)) as Promise<Person[]>;

  /** The statuses of what is done at once, sorted; `200 <code>` for those that are JSON. */
  async function outcomes(exchanges: readonly Exchange[]): Promise<string[]> {
    const answers = await Promise.all(exchanges.map((one) => one.answer()));
    return answers
      .map(({ status, text }) =>
        status === 200 ? `200 ${(JSON.parse(text) as { code: number }).code}` : String(status),
      )
      .sort();
  }

  const actions = (exchanges: readonly Exchange[]) =>
    Promise.all(exchanges.map((one) => one.result<{ action: string }>().then(({ action }) => action)));

  describe('invitations that cross', () => {
    it('fixed: the first ever give one Sent and one Added', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const heard = await heardDuring(async () => {
        expect(await actions([invite(ann, bob), invite(bob, ann)])).to.have.members(['Sent', 'Added']);
      });
      await expectStatuses(ann, bob, '20/20');
      expect(heard).to.have.length(2);
    });

    it('fixed: those after both let go give one Sent and one Added', async () => {
      const [ann, bob] = await pairOf(kit, '30/30');
      expect(await actions([invite(ann, bob), invite(bob, ann)])).to.have.members(['Sent', 'Added']);
      await expectStatuses(ann, bob, '20/20');
    });

    it('fixed: the same one many times over is sent once', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const heard = await heardDuring(async () => {
        const sent = await actions(Array.from({ length: 5 }, () => invite(ann, bob)));
        expect(sent.sort()).to.deep.equal(['None', 'None', 'None', 'None', 'Sent']);
      });
      expect(heard).to.have.length(1);
      await expectStatuses(ann, bob, '10/11');
    });

    it('peer: many pairs at once are only slower, none hangs and none fails', async () => {
      const everybody = await crowd(8);
      const pairs = everybody.flatMap((one, i) =>
        everybody.slice(i + 1).map((other) => [one, other] as const),
      );
      await Promise.all(pairs.flatMap(([one, other]) => actions([invite(one, other), invite(other, one)])));
      for (const [one, other] of pairs.slice(0, 5)) await expectStatuses(one, other, '20/20');
    });
  });

  describe('friend commands that cross', () => {
    it('fixed: agreeing and deleting leave what one after the other leaves', async () => {
      const [ann, bob] = await pairOf(kit, '11/10');
      await Promise.all([agree(ann, bob).succeeds(), unfriend(bob, ann).answer()]);
      const status = async (me: Person, them: Person) =>
        (await me.get('/friendship/all').result<{ status: number; user: { id: string } }[]>()).find(
          ({ user }) => user.id === them.id,
        )?.status;
      expect([await status(ann, bob), await status(bob, ann)]).to.deep.oneOf([
        [20, 20],
        [20, 30],
      ]);
    });

    it('fixed: inviting and blocking leave no friend who is blocked', async () => {
      for (let round = 0; round < 5; round += 1) {
        const [ann, bob] = await pairOf(kit, '11/10');
        await Promise.all([
          invite(ann, bob).answer(),
          block(ann, bob).succeeds(),
          block(bob, ann).succeeds(),
        ]);
        const friends = await ann.get('/friendship/all').result<{ status: number }[]>();
        const blocked = await ann.get('/user/blacklist').result<unknown[]>();
        if (blocked.length > 0) expect(friends[0]?.status).to.not.equal(20);
      }
    });

    it('fixed: agreeing and blocking leave no friend who is blocked, and no block that someone else lifted', async () => {
      for (let round = 0; round < 5; round += 1) {
        const [ann, bob] = await pairOf(kit, '11/10');
        const [agreed] = await Promise.all([agree(ann, bob).answer(), block(bob, ann).succeeds()]);
        expect(await bob.get('/user/blacklist').result<unknown[]>()).to.have.length(1);
        await expectStatuses(bob, ann, agreed.status === 200 ? '30/20' : '10/11');
      }
    });
  });

  describe('groups', () => {
    it('fixed: twenty joins at once are twenty members more, and all are answered', async () => {
      const [ann, bob, ...others] = await crowd(22);
      if (!ann || !bob) return;
      const group = await createGroup(ann, bob);
      expect(await outcomes(others.map((one) => join(one, group)))).to.deep.equal(
        others.map(() => '200 200'),
      );
      expect((await infoOf(ann, group)).memberCount).to.equal(22);
      expect(await rosterOf(ann, group)).to.have.length(22);
    });

    it('peer: the count is right after joins, adds, kicks and quits in a race', async () => {
      const [ann, ...others] = await crowd(13);
      if (!ann) return;
      const [inside, outside] = [others.slice(0, 6), others.slice(6)];
      const group = await createGroup(ann, ...inside);
      await outcomes([
        ...inside.slice(0, 3).map((one) => quit(one, group)),
        ...inside.slice(0, 4).map((one) => kick(ann, group, one)),
        ...outside.map((one) => join(one, group)),
        ...outside.map((one) => add(ann, group, one)),
      ]);
      const roster = await rosterOf(ann, group);
      expect((await infoOf(ann, group)).memberCount).to.equal(roster.length);
      expect(roster).to.have.length(1 + 2 + outside.length);
    });

    it('fixed: one who is added and joins at once is in once', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      expect(await outcomes([join(cid, group), add(ann, group, cid), add(bob, group, cid)])).to.deep.equal([
        '200 200',
        '400',
        '400',
      ]);
      await expectRoster(ann, group, { Ann: 0, Bob: 1, Cid: 1 });
    });

    it('fixed: two transfers at once leave one owner', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob, cid);
      expect(await outcomes([transfer(ann, group, bob), transfer(ann, group, cid)])).to.deep.equal([
        '200 200',
        '400',
      ]);
      const owners = (await rosterOf(ann, group)).filter(({ role }) => role === 0);
      expect(owners.map(({ user }) => user.id)).to.deep.equal([(await infoOf(ann, group)).creatorId]);
    });

    it('peer: a group has one owner, who is in it, when it is handed to someone who quits', async () => {
      for (let round = 0; round < 5; round += 1) {
        const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
        const group = await createGroup(ann, bob, cid);
        await outcomes([transfer(ann, group, bob), quit(bob, group)]);
        await expectRoster(cid, group, { Ann: 0, Cid: 1 });
        expect((await infoOf(ann, group)).creatorId).to.equal(ann.id);
      }
    });

    it('peer: a new name reaches the members, also of someone who comes in at that moment', async () => {
      for (let round = 0; round < 5; round += 1) {
        const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
        const group = await createGroup(ann, bob);
        const tablet = device(ann);
        await tablet.sync();
        await Promise.all([
          join(cid, group).succeeds(),
          cid.post('/user/set_nickname', { nickname: 'Cecil' }).succeeds(),
          tablet.sync(),
        ]);
        await expectConverged(tablet, ann);
        expect(JSON.stringify(tablet.copy().groupMembers)).to.include('Cecil').and.not.include('Cid');
      }
    });

    it('fixed: when all quit at once the group ends, once', async () => {
      const everybody = await crowd(5);
      const [ann, ...others] = everybody;
      if (!ann) return;
      const group = await createGroup(ann, ...others);
      const heard = await heardDuring(() => outcomes(everybody.map((one) => quit(one, group))));
      expect(await infoOf(ann, group)).to.include({ memberCount: 0 });
      expect(heard.filter(({ event }) => event.type === 'group-dismissed')).to.have.length(1);
    });
  });

  describe('accounts', () => {
    it('fixed: two registrations of one number at once make one user', async () => {
      const phone = newPhone();
      const token = await tokenFor(phone);
      const register = () =>
        guest().post('/user/register', { nickname: 'Ann', password, verification_token: token });
      expect(await outcomes([register(), register(), register()])).to.deep.equal(['200 200', '400', '400']);
    });

    it('fixed: a verification token that comes in several times at once resets one password', async () => {
      const [ann] = await people('Ann');
      await kit.pass(kit.host().rules.code.resendAfterMs + 1);
      const token = await tokenFor(ann.phone);
      const reset = (word: string) =>
        guest().post('/user/reset_password', { password: word, verification_token: token });
      expect(await outcomes([reset('first-word'), reset('second-word'), reset('third-word')])).to.deep.equal([
        '200 200',
        '404',
        '404',
      ]);
    });

    it('peer: guesses of a password in parallel are counted as well as one after another', async () => {
      const [ann] = await people('Ann');
      const { limit } = kit.host().rules.passwordGuesses;
      const guess = () =>
        guest().post('/user/login', { region: '86', phone: ann.phone, password: 'wrong-password' });
      const codes = await outcomes(Array.from({ length: limit + 5 }, guess));
      expect(codes.filter((code) => code === '200 1000')).to.have.length.at.most(limit);
      expect(codes.filter((code) => code === '200 5000')).to.have.length.at.least(5);
    });
  });

  it('peer: fifty commands at once are answered, all of them; the copies converge, and agree with the count', async () => {
    const everybody = await crowd(6);
    const [ann, bob, ...others] = everybody;
    if (!ann || !bob) return;
    const group = await createGroup(ann, bob);
    const devices = everybody.map((who) => ({ who, kept: device(who) }));
    for (const { kept } of devices) await kept.sync();
    const answers = await outcomes([
      ...others.flatMap((one) => [
        join(one, group),
        invite(one, ann),
        invite(ann, one),
        block(one, bob),
        quit(one, group),
      ]),
      ...others.flatMap((one) => [agree(ann, one), unfriend(one, ann), join(one, group)]),
      ...everybody.flatMap((one, i) => [
        one.post('/user/set_nickname', { nickname: `Renamed ${i}` }),
        one.post('/group/set_display_name', { groupId: group, displayName: `Member ${i}` }),
        one.get('/user/sync/0'),
      ]),
    ]);
    for (const answer of answers) expect(answer).to.match(/^(200 200|400|403|404)$/);
    for (const { who, kept } of devices) await expectConverged(kept, who);
    expect(devices[0]?.kept.copy().groupMembers).to.have.length((await infoOf(ann, group)).memberCount);
  });
}
