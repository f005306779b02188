import { type DomainErrorCode, isDomainError } from '@kith/core';
import { rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import type { FakeRongCloud } from '../fake/index.js';
import { cloudsForTests } from '../test/open-cloud.js';
import type { RongCloudApi } from './api.js';

const clouds = cloudsForTests();
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `u${index}`);
const message = { from: 'u0', objectName: 'RC:TxtMsg', content: '{"content":"hello"}' };

describe("RongCloud's Server API", () => {
  let api: RongCloudApi;
  let fake: FakeRongCloud;

  beforeEach(async () => {
    const opened = await clouds.open({ timeouts: { attemptMs: 10_000, overallMs: 60_000 } });
    fake = opened.fake;
    api = opened.cloud.api();
  });
  afterEach(() => clouds.closeAll());

  /** How many values of a field each call had, which all had to be good. */
  const parts = (path: string, field: string): number[] =>
    fake.calls
      .filter((call) => call.path === path)
      .map(({ code, fields }) => {
        expect(code).to.equal(200);
        return fields[field]?.length ?? 0;
      });
  const expectCode = async (promise: Promise<unknown>, code: DomainErrorCode): Promise<void> => {
    const error = await rejectionOf(promise);
    expect(isDomainError(error, code), String(error)).to.equal(true);
  };

  describe('users', () => {
    it('are made known with name and portrait, by the call that mints their token', async () => {
      const token = await api.user.token({ id: 'u1', name: 'Ann', portraitUri: 'http://example.com/a.png' });
      expect(fake.state.users.get('u1')).to.include({ name: 'Ann', portraitUri: 'http://example.com/a.png' });
      expect(token).to.equal(fake.state.users.get('u1')?.tokens[0]?.token);
    });

    it('are refreshed by a token, and by a call of its own, which clears a portrait too', async () => {
      await api.user.token({ id: 'u1', name: 'Ann', portraitUri: 'http://example.com/a.png' });
      await api.user.token({ id: 'u1', name: 'Anne', portraitUri: 'http://example.com/a.png' });
      expect(fake.state.users.get('u1')).to.include({ name: 'Anne' });
      await api.user.refresh({ id: 'u1', name: 'Anna', portraitUri: '' });
      expect(fake.state.users.get('u1')).to.include({ name: 'Anna', portraitUri: '' });
    });

    it('have a name even if it is empty, and no more of it than RongCloud takes', async () => {
      for (const name of ['', '  ']) {
        await api.user.token({ id: 'u1', name, portraitUri: '' });
        expect(fake.state.users.get('u1')).to.include({ name: 'u1' });
      }
      await api.user.token({ id: 'u1', name: '😀'.repeat(70), portraitUri: '' });
      expect(fake.state.users.get('u1')).to.include({ name: '😀'.repeat(64) });
    });

    it('are online or not', async () => {
      expect(await api.user.isOnline('u1')).to.equal(false);
      fake.state.online.add('u1');
      expect(await api.user.isOnline('u1')).to.equal(true);
    });
  });

  describe('blacklists', () => {
    it('are changed 20 at a time', async () => {
      await api.blacklist.add('u0', ids(45));
      expect(parts('/user/blacklist/add.json', 'blackUserId')).to.deep.equal([20, 20, 5]);
      expect(fake.state.blacklists.get('u0')?.size).to.equal(45);
      await api.blacklist.remove('u0', ids(44));
      expect(parts('/user/blacklist/remove.json', 'blackUserId')).to.deep.equal([20, 20, 4]);
      expect(await api.blacklist.list('u0')).to.deep.equal(['u44']);
    });

    it('are read to their end, page by page', async () => {
      fake.state.blacklists.set('u0', new Set(ids(2_500)));
      expect(await api.blacklist.list('u0')).to.have.members(ids(2_500));
      expect(fake.calls).to.have.lengthOf(3);
    });

    it('may be empty', async () => {
      expect(await api.blacklist.list('u0')).to.deep.equal([]);
    });
  });

  describe('groups', () => {
    it('are created, joined and left 1000 at a time', async () => {
      await api.group.create({ id: 'g', name: 'walkers' }, ids(1_001));
      await api.group.join({ id: 'g', name: 'walkers' }, ids(2_000));
      expect(await api.group.members('g')).to.have.members(ids(2_000));
      await api.group.quit('g', ids(1_999));
      expect(await api.group.members('g')).to.deep.equal(['u1999']);
      expect(parts('/group/create.json', 'userId')).to.deep.equal([1_000, 1]);
      expect(parts('/group/join.json', 'userId')).to.deep.equal([1_000, 1_000]);
      expect(parts('/group/quit.json', 'userId')).to.deep.equal([1_000, 999]);
    });

    it('are renamed, and dismissed', async () => {
      await api.group.create({ id: 'g', name: 'walkers' }, ['u1']);
      await api.group.refresh({ id: 'g', name: '登山 & co' });
      expect(await api.group.groupsOf('u1')).to.deep.equal([{ id: 'g', name: '登山 & co' }]);
      await api.group.dismiss('g', 'u1');
      expect(await api.group.groupsOf('u1')).to.deep.equal([]);
    });

    it('of a user are set as a whole, by names in brackets', async () => {
      await api.group.create({ id: 'old', name: 'old' }, ['u1']);
      await api.group.sync('u1', [
        { id: 'a1', name: 'first & foremost' },
        { id: 'b2', name: '第二' },
      ]);
      expect(await api.group.groupsOf('u1')).to.have.deep.members([
        { id: 'a1', name: 'first & foremost' },
        { id: 'b2', name: '第二' },
      ]);
      expect(fake.calls.find(({ path }) => path === '/group/sync.json')?.fields).to.deep.equal({
        userId: ['u1'],
        'group[a1]': ['first & foremost'],
        'group[b2]': ['第二'],
      });
    });

    it('are called without a call when nobody is to come or go', async () => {
      await api.group.join({ id: 'g', name: 'walkers' }, []);
      await api.group.quit('g', []);
      expect(fake.calls).to.deep.equal([]);
    });
  });

  describe('mutes', () => {
    it('of members go 20 at a time, and are listed', async () => {
      await api.mute.members.add('g', ids(21), 10);
      expect(parts('/group/user/gag/add.json', 'userId')).to.deep.equal([20, 1]);
      const muted = await api.mute.members.list('g');
      expect(muted.map(({ user }) => user)).to.have.members(ids(21));
      expect(muted[0]?.until).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      await api.mute.members.remove('g', ids(21));
      expect(await api.mute.members.list('g')).to.deep.equal([]);
    });

    it('of whole groups go 20 at a time, and are looked up', async () => {
      await api.mute.groups.add(ids(21));
      await api.mute.groups.remove(ids(20));
      expect(await api.mute.groups.among([...ids(25)])).to.deep.equal(['u20']);
      expect(parts('/group/ban/add.json', 'groupId')).to.deep.equal([20, 1]);
      expect(parts('/group/ban/query.json', 'groupId')).to.deep.equal([20, 5]);
    });

    it('except some, 20 at a time', async () => {
      await api.mute.exempt.add('g', ids(41));
      await api.mute.exempt.remove('g', ids(40));
      expect(await api.mute.exempt.list('g')).to.deep.equal(['u40']);
      expect(parts('/group/user/ban/whitelist/add.json', 'userId')).to.deep.equal([20, 20, 1]);
    });
  });

  describe('messages', () => {
    it('go to 1000 users, 3 groups or, as system messages, 100 users at a time', async () => {
      await api.message.toUsers(ids(1_500), message);
      await api.message.toGroups(ids(7), message);
      await api.message.asSystem(ids(101), message);
      expect(parts('/message/private/publish.json', 'toUserId')).to.deep.equal([1_000, 500]);
      expect(parts('/message/group/publish.json', 'toGroupId')).to.deep.equal([3, 3, 1]);
      expect(parts('/message/system/publish.json', 'toUserId')).to.deep.equal([100, 1]);
    });

    it('carry a push text only if there is one', async () => {
      await api.message.toUsers(['u1'], message);
      await api.message.toUsers(['u1'], { ...message, pushContent: 'you have mail' });
      expect(fake.state.messages.map(({ options }) => options)).to.deep.equal([
        {},
        { pushContent: 'you have mail' },
      ]);
    });

    it('that reached some of their targets are not said to be unsaid', async () => {
      fake.misbehave({ kind: 'slow', ms: 1, times: 1 });
      fake.misbehave({ kind: 'refuse', code: 1008 });
      await expectCode(api.message.toGroups(ids(4), message), 'im-uncertain');
      expect(fake.state.messages).to.have.lengthOf(3);
    });

    it('that reached nobody may be said again', async () => {
      fake.misbehave({ kind: 'refuse', code: 1008 });
      await expectCode(api.message.toGroups(ids(4), message), 'im-unavailable');
    });
  });

  it('forgets the history of a conversation up to a moment', async () => {
    await api.history.clean('u1', { kind: 'group', id: 'g' }, 1_700_000_000_000);
    await api.history.clean('u1', { kind: 'private', id: 'u2' }, 1_700_000_000_001);
    expect(fake.calls.map(({ fields }) => fields)).to.deep.equal([
      { conversationType: ['3'], fromUserId: ['u1'], targetId: ['g'], msgTimestamp: ['1700000000000'] },
      { conversationType: ['1'], fromUserId: ['u1'], targetId: ['u2'], msgTimestamp: ['1700000000001'] },
    ]);
  });
});
