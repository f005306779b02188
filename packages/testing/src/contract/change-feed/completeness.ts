import type { ChangeSet, UserId } from '@kith/core';
import { expect } from 'chai';
import { syncClient } from '../../sync-client.js';
import { type TestApi, times } from '../../test-api.js';
import { type OpenStore, testsOn, type World } from '../../test-store.js';

/** Nothing is skipped, whatever the clock and the order of things; nothing goes backwards; nothing is wasted. */
export function feedCompleteness(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a change feed: complete', () => {
    test('G1: skips nothing that is written in the same millisecond as the sync before', async (world) => {
      await seesEachRename(world, () => {});
    });

    test('G1: skips nothing that is written after the clock stepped back', async (world) => {
      await seesEachRename(world, () => world.clock.advance(-3_600_000));
    });

    test('G1: skips nothing that is written after a restart with the clock behind', async (world) => {
      world.clock.advance(-86_400_000);
      await world.restart();
      await seesEachRename(world, () => {});
    });

    test('G1: skips nothing that was begun before a sync and committed after it', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const { id } = await given.user();
      let syncing: Promise<ChangeSet> | undefined;
      await write(async ({ users }) => {
        await users.setProfile(id, { nickname: 'late' }, clock.now());
        syncing = pull(id);
        for (const _ of times(10)) await users.find(id);
      });
      const during = await syncing;
      const after = await pull(id, during);
      expect([during?.user?.nickname, after.user?.nickname]).to.include('late');
    });

    test('G1: skips nothing while several write and several sync at once', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const users = await given.users(4);
      for (const me of users)
        for (const them of users) if (me !== them) await given.friendship(me.id, them.id);
      const clients = users.map(({ id }) => ({ id, client: syncClient() }));
      const rename = (user: UserId, nickname: string) =>
        write(async (session) => {
          await session.lockUsers([user]);
          await session.users.setProfile(user, { nickname }, clock.now());
        });
      for (const turn of times(15))
        await Promise.all([
          ...users.map(({ id }) => rename(id, `name ${turn}`)),
          ...clients.map(async ({ id, client }) => client.apply(await pull(id, client.position()))),
        ]);
      for (const { id, client } of clients) {
        client.apply(await pull(id, client.position()));
        expect(client.contents()).to.deep.equal(
          syncClient()
            .apply(await pull(id))
            .contents(),
        );
      }
    });

    test('G1: gives it all again to a client whose answer got lost, or that ended in the middle of it', async ({
      given,
      pull,
    }) => {
      const [me, ann, ben] = await given.users(3);
      const before = await pull(me.id);
      await given.friendship(me.id, ann.id);
      await given.group(me.id, [ann.id, ben.id]);
      const { version: _, ...lost } = await pull(me.id, before);
      const { version: __, ...again } = await pull(me.id, before);
      expect(again).to.deep.equal(lost);
      expect(again.groupMembers).to.have.lengthOf(3);
    });

    test('G2: may be applied twice', async ({ given, pull }) => {
      const [me, ann] = await given.users(2);
      await given.friendship(me.id, ann.id);
      await given.group(me.id, [ann.id]);
      const answer = await pull(me.id);
      const once = syncClient().apply(answer);
      expect(syncClient().apply(answer).apply(answer).contents()).to.deep.equal(once.contents());
    });

    test('G2: gives two devices the same, whenever each of them asks', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const [me, ann, ben] = await given.users(3);
      const [often, seldom] = [syncClient(), syncClient()];
      seldom.apply(await pull(me.id));
      for (const { id } of [ann, ben]) {
        await given.friendship(me.id, id);
        often.apply(await pull(me.id, often.position()));
        await given.group(id, [me.id]);
        often.apply(await pull(me.id, often.position()));
      }
      await write(({ friendships }) =>
        friendships.apply(me.id, ann.id, { mine: { status: 'deleted' } }, clock.now()),
      );
      for (const client of [often, seldom]) client.apply(await pull(me.id, client.position()));
      expect(often.contents()).to.deep.equal(seldom.contents());
    });

    test('G3: answers a version that is never below the one asked with, and era with it', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const { id } = await given.user();
      let last = await pull(id);
      for (const turn of times(5)) {
        if (turn % 2)
          await write(({ users }) => users.setProfile(id, { nickname: `name ${turn}` }, clock.now()));
        clock.advance(turn % 3 ? 1 : -1_000);
        const next = await pull(id, last);
        expect(next.version).to.be.at.least(last.version);
        expect(next.version).to.be.a('number').and.satisfy(Number.isSafeInteger);
        expect(next.era).to.equal(last.era);
        last = next;
      }
    });

    test('G7: answers nothing changed with empty sections, whatever the number of friends, groups and members', async ({
      given,
      pull,
    }) => {
      const [hermit, star] = await given.users(2);
      const others = await given.users(10);
      for (const { id } of others) await given.friendship(star.id, id);
      for (const _ of times(3))
        await given.group(
          star.id,
          others.map(({ id }) => id),
        );

      const sizes: number[] = [];
      for (const { id } of [hermit, star]) {
        const before = await pull(id);
        const { version, era, ...rest } = await pull(id, before);
        expect({ version, era }).to.deep.equal({ version: before.version, era: before.era });
        expect(rest).to.deep.equal({
          reset: false,
          hasMore: false,
          user: null,
          blacklist: [],
          friends: [],
          groups: [],
          groupMembers: [],
        });
        sizes.push(JSON.stringify(rest).length);
      }
      expect(sizes[0]).to.equal(sizes[1]);
    });

    test('keeps no state of its own: one version asked with for ever leaves the store as it is', async (world) => {
      const [me, ann] = await world.given.users(2);
      await world.given.friendship(me.id, ann.id);
      const { version } = await world.pull(me.id);
      const rows = await world.countRows();
      for (const _ of times(50)) await world.pull(me.id, version);
      expect(await world.countRows()).to.equal(rows);
    });
  });
}

/** Renames a user again and again, and looks each time whether the next sync brings it. */
async function seesEachRename({ given, pull, write, clock }: World, meanwhile: () => void): Promise<void> {
  const { id } = await given.user();
  let position = await pull(id);
  for (const turn of times(5)) {
    meanwhile();
    await write(({ users }) => users.setProfile(id, { nickname: `name ${turn}` }, clock.now()));
    position = await pull(id, position);
    expect(position.user?.nickname).to.equal(`name ${turn}`);
  }
}
