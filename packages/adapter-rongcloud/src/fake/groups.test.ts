import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { callFake } from '../test/call-fake.js';
import { type FakeRongCloud, startFakeRongCloud } from './index.js';

describe('groups of the fake RongCloud', () => {
  const clock = fakeClock(Date.UTC(2026, 0, 31));
  let fake: FakeRongCloud;
  before(async () => {
    fake = await startFakeRongCloud({ now: clock.now });
  });
  after(() => fake.stop());

  const call = async (path: string, fields: Parameters<typeof callFake>[2] = {}) =>
    (await callFake(fake, path, fields)).body;
  const ok = async (path: string, fields: Parameters<typeof callFake>[2]) =>
    expect(await call(path, fields)).to.deep.equal({ code: 200 });
  const members = () => [...(fake.state.groups.get('g')?.members ?? [])];
  const create = () => ok('/group/create.json', { userId: ['ann', 'ben'], groupId: 'g', groupName: 'G' });

  beforeEach(async () => {
    fake.reset();
    await create();
  });

  it('are created and joined alike: twice is once, and a group that there is gets more members', async () => {
    await create();
    await ok('/group/create.json', { userId: 'cid', groupId: 'g', groupName: 'G2' });
    await ok('/group/join.json', { userId: ['ann', 'dan'], groupId: 'g' });
    expect(members()).to.deep.equal(['ann', 'ben', 'cid', 'dan']);
    expect(fake.state.groups.get('g')?.name).to.equal('G2');
    await ok('/group/join.json', { userId: 'ann', groupId: 'h', groupName: 'H' });
    expect(fake.state.groups.get('h')).to.deep.equal({ name: 'H', members: new Set(['ann']) });
  });

  it('are quit and dismissed, by whoever is in them or not', async () => {
    await ok('/group/quit.json', { userId: ['ann', 'zoe'], groupId: 'g' });
    expect(members()).to.deep.equal(['ben']);
    await ok('/group/quit.json', { userId: 'ann', groupId: 'none' });
    await ok('/group/dismiss.json', { userId: 'zoe', groupId: 'g' });
    await ok('/group/dismiss.json', { userId: 'zoe', groupId: 'g' });
    expect(await call('/group/user/query.json', { groupId: 'g' })).to.deep.equal({ code: 200, users: [] });
  });

  it('are listed with their names for a user, in pages if asked for', async () => {
    for (const id of ['h', 'i'])
      await ok('/group/create.json', { userId: 'ann', groupId: id, groupName: id });
    const groups = async (fields = {}) =>
      (await call('/user/group/query.json', { userId: 'ann', ...fields })).groups;
    expect(await groups()).to.deep.equal([
      { id: 'g', name: 'G' },
      { id: 'h', name: 'h' },
      { id: 'i', name: 'i' },
    ]);
    expect(await groups({ page: 2, size: 2 })).to.deep.equal([{ id: 'i', name: 'i' }]);
  });

  it('are those of a sync, and no other, for that user alone', async () => {
    await ok('/group/create.json', { userId: 'ann', groupId: 'h', groupName: 'H' });
    await ok('/group/sync.json', { userId: 'ann', 'group[h]': 'H2', 'group[i]': 'I' });
    expect(members()).to.deep.equal(['ben']);
    expect(fake.state.groups.get('h')?.name).to.equal('H2');
    expect([...(fake.state.groups.get('i')?.members ?? [])]).to.deep.equal(['ann']);
    await ok('/group/sync.json', { userId: 'ann' });
    for (const { members } of fake.state.groups.values()) expect(members.has('ann')).to.equal(false);
  });

  it('are refused in a sync as a whole when one of its names is bad', async () => {
    expect(await call('/group/sync.json', { userId: 'ann', 'group[h]': 'H', 'group[!]': 'I' })).to.include({
      code: 1002,
    });
    expect(members()).to.deep.equal(['ann', 'ben']);
    expect(fake.state.groups.has('h')).to.equal(false);
  });

  describe('that are muted', () => {
    const say = (from: string) => fake.clients.send({ from, toGroup: 'g' });
    const isHeard = (from: string) => 'uid' in say(from);
    const gag = (fields: Parameters<typeof call>[1]) =>
      ok('/group/user/gag/add.json', { userId: 'ann', minute: 1, ...fields });

    it('are closed to those who are no members, muted or not', () => {
      expect(isHeard('ann')).to.equal(true);
      expect(say('zoe')).to.deep.equal({ refused: 'not-a-member' });
    });

    it('hear nothing of a gagged member for its minutes', async () => {
      await gag({ groupId: 'g' });
      expect(say('ann')).to.deep.equal({ refused: 'muted' });
      expect(isHeard('ben')).to.equal(true);
      clock.advance(60_000);
      expect(isHeard('ann')).to.equal(true);
      expect(await call('/group/user/gag/list.json', { groupId: 'g' })).to.deep.equal({
        code: 200,
        users: [],
      });
    });

    it('hear nothing for good of a member gagged for 0 minutes', async () => {
      await gag({ groupId: 'g', minute: 0 });
      clock.advance(1e12);
      expect(isHeard('ann')).to.equal(false);
      await ok('/group/user/gag/rollback.json', { userId: 'ann', groupId: 'g' });
      expect(isHeard('ann')).to.equal(true);
    });

    it('are all groups where none is named', async () => {
      await gag({});
      expect(isHeard('ann')).to.equal(false);
      await ok('/group/user/gag/rollback.json', { userId: 'ann', groupId: 'g' });
      expect(isHeard('ann')).to.equal(false);
      await ok('/group/user/gag/rollback.json', { userId: 'ann' });
      expect(isHeard('ann')).to.equal(true);
    });

    it('hear, of a ban, only the exempt; and not those when they are gagged', async () => {
      await ok('/group/ban/add.json', { groupId: 'g' });
      await ok('/group/user/ban/whitelist/add.json', { groupId: 'g', userId: ['ann'] });
      expect([isHeard('ann'), isHeard('ben')]).to.deep.equal([true, false]);
      await gag({ groupId: 'g' });
      expect(isHeard('ann')).to.equal(false);
      await ok('/group/ban/rollback.json', { groupId: 'g' });
      expect(isHeard('ben')).to.equal(true);
    });

    it('keep their exempt when these leave and rejoin, and when the group is dismissed and recreated', async () => {
      const exempt = async () =>
        (await call('/group/user/ban/whitelist/query.json', { groupId: 'g' })).userIds;
      await ok('/group/user/ban/whitelist/add.json', { groupId: 'g', userId: 'ann' });
      await ok('/group/quit.json', { userId: 'ann', groupId: 'g' });
      await ok('/group/join.json', { userId: 'ann', groupId: 'g' });
      expect(await exempt()).to.deep.equal(['ann']);
      await ok('/group/dismiss.json', { userId: 'ann', groupId: 'g' });
      await create();
      expect(await exempt()).to.deep.equal(['ann']);
    });

    it('are told apart by id, or listed in pages', async () => {
      await ok('/group/ban/add.json', { groupId: ['g', 'h', 'i'] });
      const info = async (fields: Parameters<typeof call>[1]) =>
        (await call('/group/ban/query.json', fields)).groupinfo;
      expect(await info({ groupId: ['g', 'x'] })).to.deep.equal([
        { groupId: 'g', stat: 1 },
        { groupId: 'x', stat: 0 },
      ]);
      expect(await info({ groupId: 'x', page: 2, size: 2 })).to.deep.equal([{ groupId: 'i', stat: 1 }]);
    });

    it('get what the Server API sends all the same', async () => {
      await ok('/group/ban/add.json', { groupId: 'g' });
      await gag({ groupId: 'g' });
      const message = { fromUserId: 'ann', toGroupId: 'g', objectName: 'ST:X', content: 'x' };
      expect(await call('/message/group/publish.json', message)).to.include({ code: 200 });
      expect(fake.state.messages.at(-1)?.recipients).to.deep.equal(['ben']);
    });
  });
});
