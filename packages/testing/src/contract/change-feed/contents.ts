import type { FriendshipStatus } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../../test-api.js';
import { type OpenStore, testsOn } from '../../test-store.js';

/** What a sync tells of myself, my friends and my blocks. */
export function feedContents(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a change feed: myself, friends, blocks', () => {
    test('tells a new user of themselves', async ({ given, pull }) => {
      const { id, nickname, portraitUri } = await given.user();
      const { user, ...rest } = await pull(id);
      expect(user).to.deep.equal({ id, nickname, portraitUri, version: user?.version });
      expect(rest).to.deep.include({
        reset: false,
        blacklist: [],
        friends: [],
        groups: [],
        groupMembers: [],
      });
    });

    test('tells nobody anything that is not there', async ({ given, pull }) => {
      const [ann] = await given.users(1);
      await given.users(3);
      const { user, friends, blacklist, groups, groupMembers } = await pull(ann.id);
      expect(user?.id).to.equal(ann.id);
      expect([friends, blacklist, groups, groupMembers]).to.deep.equal([[], [], [], []]);
    });

    test('tells of my side of a friendship, with their profile', async ({ given, pull, write, clock }) => {
      const [me, ann] = await given.users(2);
      await given.friendship(me.id, ann.id, ['agreed', 'deleted']);
      await write(({ friendships }) =>
        friendships.apply(me.id, ann.id, { mine: { displayName: 'Annie' } }, clock.now()),
      );
      const { friends } = await pull(me.id);
      expect(friends).to.deep.equal([
        {
          user: { id: ann.id, nickname: ann.nickname, portraitUri: '' },
          displayName: 'Annie',
          status: 'agreed',
          version: friends[0]?.version,
        },
      ]);
    });

    for (const status of ['requesting', 'requested', 'agreed', 'ignored'] satisfies FriendshipStatus[])
      test(`brings a friendship that became ${status} to a client that knew another state`, async ({
        given,
        pull,
      }) => {
        const [me, ann] = await given.users(2);
        await given.friendship(me.id, ann.id, ['deleted', 'deleted']);
        const before = await pull(me.id);
        await given.friendship(me.id, ann.id, [status, 'agreed']);
        const { friends } = await pull(me.id, before);
        expect(friends.map((friend) => friend.status)).to.deep.equal([status]);
      });

    test('brings a friendship that another user made, while I was away', async ({ given, pull }) => {
      const [me, ann] = await given.users(2);
      const before = await pull(me.id);
      await given.friendship(ann.id, me.id);
      expect((await pull(me.id, before)).friends).to.have.lengthOf(1);
    });

    test('G4: brings a deleted friend as a tombstone, and leaves it out of a sync from 0', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const [me, ann] = await given.users(2);
      await given.friendship(me.id, ann.id);
      const before = await pull(me.id);
      await write(({ friendships }) =>
        friendships.apply(me.id, ann.id, { mine: { status: 'deleted' } }, clock.now()),
      );
      const { friends } = await pull(me.id, before);
      expect(friends.map(({ user, status }) => [user.id, status])).to.deep.equal([[ann.id, 'deleted']]);
      expect((await pull(me.id)).friends).to.deep.equal([]);
      expect((await pull(ann.id)).friends).to.have.lengthOf(1);
    });

    test('G4: brings a lifted block as a tombstone, and leaves it out of a sync from 0', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const [me, ann] = await given.users(2);
      await given.block(me.id, ann.id);
      const before = await pull(me.id);
      expect(before.blacklist.map(({ user, active }) => [user.id, active])).to.deep.equal([[ann.id, true]]);
      await write(({ blacklist }) => blacklist.set(me.id, ann.id, false, clock.now()));
      const { blacklist } = await pull(me.id, before);
      expect(blacklist.map(({ user, active }) => [user.id, active])).to.deep.equal([[ann.id, false]]);
      expect((await pull(me.id)).blacklist).to.deep.equal([]);
    });

    test('does not tell anybody that they are blocked', async ({ given, pull }) => {
      const [me, ann] = await given.users(2);
      await given.block(ann.id, me.id);
      expect((await pull(me.id)).blacklist).to.deep.equal([]);
    });

    test('brings a new nickname to myself, and to whoever shows me: friends, blockers, members', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const [me, friend, blocker, member] = await given.users(4);
      await given.friendship(friend.id, me.id);
      await given.block(blocker.id, me.id);
      await given.group(member.id, [me.id]);
      const watchers = [me, friend, blocker, member];
      const before = await Promise.all(watchers.map(({ id }) => pull(id)));

      await write(({ users }) => users.setProfile(me.id, { nickname: 'Mia' }, clock.now()));

      const [mine, friends, blockers, members] = await Promise.all(
        watchers.map(({ id }, index) => pull(id, before[index])),
      );
      expect(mine?.user?.nickname).to.equal('Mia');
      expect(friends?.friends.map(({ user }) => user.nickname)).to.deep.equal(['Mia']);
      expect(blockers?.blacklist.map(({ user }) => user.nickname)).to.deep.equal(['Mia']);
      expect(members?.groupMembers.map(({ user }) => user.nickname)).to.deep.equal(['Mia']);
    });

    test('brings a new portrait to friends', async ({ given, pull, write, clock }) => {
      const [me, friend] = await given.users(2);
      await given.friendship(friend.id, me.id);
      const before = await pull(friend.id);
      const portraitUri = 'http://example.com/me.png';
      await write(({ users }) => users.setProfile(me.id, { portraitUri }, clock.now()));
      expect((await pull(friend.id, before)).friends[0]?.user.portraitUri).to.equal(portraitUri);
    });

    test('brings a new nickname to nobody who does not show me', async ({ given, pull, write, clock }) => {
      const [me, stranger, deleter, unblocker, leaver] = await given.users(5);
      await given.friendship(deleter.id, me.id, ['deleted', 'deleted']);
      await given.block(unblocker.id, me.id);
      await write(({ blacklist }) => blacklist.set(unblocker.id, me.id, false, clock.now()));
      const group = await given.group(leaver.id, [me.id]);
      await given.leave(group.id, me.id);
      const watchers = [stranger, deleter, unblocker, leaver];
      const before = await Promise.all(watchers.map(({ id }) => pull(id)));

      await write(({ users }) => users.setProfile(me.id, { nickname: 'Mia' }, clock.now()));

      for (const [index, { id }] of watchers.entries()) {
        const { friends, blacklist, groupMembers } = await pull(id, before[index]);
        expect([friends, blacklist, groupMembers]).to.deep.equal([[], [], []]);
      }
    });
  });
}
