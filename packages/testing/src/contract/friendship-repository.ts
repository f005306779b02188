import { type FriendshipStatus, friendshipStatus } from '@kith/core';
import { expect } from 'chai';
import { rejectionOf, type TestApi } from '../test-api.js';
import { type OpenStore, testsOn } from '../test-store.js';

/** The promises of `FriendshipRepository`. */
export function friendshipRepositoryContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a friendship repository', () => {
    test('knows nothing of two who never met', async ({ given, read }) => {
      const [ann, ben] = await given.users(2);
      expect(await read(({ friendships }) => friendships.pair(ann.id, ben.id))).to.deep.equal({
        mine: null,
        theirs: null,
        iBlockThem: false,
        theyBlockMe: false,
      });
      expect(await read(({ friendships }) => friendships.list(ann.id))).to.deep.equal([]);
    });

    test('makes sides that do not exist, with empty texts, and shows them from both ends', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const [ann, ben] = await given.users(2);
      const updatedAt = clock.now();
      await write(({ friendships }) =>
        friendships.apply(
          ann.id,
          ben.id,
          { mine: { status: 'requesting' }, theirs: { status: 'requested', message: 'hello' } },
          updatedAt,
        ),
      );
      const mine = { status: 'requesting', displayName: '', message: '', updatedAt };
      const theirs = { status: 'requested', displayName: '', message: 'hello', updatedAt };
      const blocks = { iBlockThem: false, theyBlockMe: false };
      const [hers, his] = await read(async ({ friendships }) => [
        await friendships.pair(ann.id, ben.id),
        await friendships.pair(ben.id, ann.id),
      ]);
      expect(hers).to.deep.equal({ mine, theirs, ...blocks });
      expect(his).to.deep.equal({ mine: theirs, theirs: mine, ...blocks });
    });

    test('changes the sides and fields that are named, and when, and no other', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const [ann, ben] = await given.users(2);
      await given.friendship(ann.id, ben.id);
      const before = await read(({ friendships }) => friendships.pair(ann.id, ben.id));
      clock.advance(1_000);
      const updatedAt = clock.now();
      await write(({ friendships }) =>
        friendships.apply(ann.id, ben.id, { mine: { displayName: 'Benny' } }, updatedAt),
      );
      const { mine, theirs } = await read(({ friendships }) => friendships.pair(ann.id, ben.id));
      expect(mine).to.deep.equal({ ...before.mine, displayName: 'Benny', updatedAt });
      expect(theirs).to.deep.equal(before.theirs);
    });

    test('refuses to make a side without a status', async ({ given, write, clock }) => {
      const [ann, ben] = await given.users(2);
      await rejectionOf(
        write(({ friendships }) =>
          friendships.apply(ann.id, ben.id, { mine: { displayName: 'Benny' } }, clock.now()),
        ),
      );
    });

    test('keeps one row for oneself, which is both sides', async ({ given, read, write, clock }) => {
      const { id } = await given.user();
      const at = clock.now();
      await write(({ friendships }) => friendships.apply(id, id, { mine: { status: 'agreed' } }, at));
      const { mine, theirs } = await read(({ friendships }) => friendships.pair(id, id));
      expect(mine).to.include({ status: 'agreed' });
      expect(theirs).to.deep.equal(mine);
      expect(await read(({ friendships }) => friendships.list(id))).to.have.lengthOf(1);
    });

    test('shows both blocks with a pair, each from its end', async ({ given, read }) => {
      const [ann, ben] = await given.users(2);
      await given.block(ann.id, ben.id);
      const [hers, his] = await read(async ({ friendships }) => [
        await friendships.pair(ann.id, ben.id),
        await friendships.pair(ben.id, ann.id),
      ]);
      expect(hers).to.include({ iBlockThem: true, theyBlockMe: false });
      expect(his).to.include({ iBlockThem: false, theyBlockMe: true });
    });

    test('lists my sides of every status with their users, ascending by id', async ({ given, read }) => {
      const me = await given.user();
      const statuses = Object.keys(friendshipStatus) as FriendshipStatus[];
      const others = await given.users(statuses.length);
      for (const [index, other] of [...others.entries()].reverse())
        await given.friendship(me.id, other.id, [statuses[index] ?? 'agreed', 'agreed']);

      const list = await read(({ friendships }) => friendships.list(me.id));
      expect(list.map(({ user }) => user)).to.deep.equal(others);
      expect(list.map(({ status }) => status)).to.deep.equal(statuses);
    });

    test('keeps texts to the letter', async ({ given, read, write, clock }) => {
      const [ann, ben] = await given.users(2);
      const displayName = '😀'.repeat(32);
      const message = `O'Brien "&lt;b&gt;" \\ %_`;
      await write(({ friendships }) =>
        friendships.apply(ann.id, ben.id, { mine: { status: 'agreed', displayName, message } }, clock.now()),
      );
      const { mine } = await read(({ friendships }) => friendships.pair(ann.id, ben.id));
      expect(mine).to.include({ displayName, message });
    });
  });
}
