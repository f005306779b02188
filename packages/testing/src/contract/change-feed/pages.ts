import type { ChangeSet, UserId } from '@kith/core';
import { version } from '@kith/core';
import { expect } from 'chai';
import { type SyncClient, syncClient } from '../../sync-client.js';
import { type TestApi, times } from '../../test-api.js';
import { type OpenStore, testsOn, type World } from '../../test-store.js';
import { rowCount } from './rows.js';

const limits = [1, 2, 3, 5, 8, 1_000];
const mostPages = 200;
const hour = 3_600_000;

/** Pages: cut between versions only, together what one answer would be. */
export function feedPages(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a change feed: pages', () => {
    test('G2: pages of any size give what one answer gives, and end where it ends', async (world) => {
      const { me } = await aFullLife(world);
      const whole = await world.pull(me);
      const fresh = syncClient().apply(whole);
      for (const limit of limits) {
        const client = syncClient();
        const pages = await pageThrough(world, { me, client, limit });
        expect(client.contents(), `pages of ${limit}`).to.deep.equal(fresh.contents());
        expectAsFar(client, whole);
        for (const page of pages.slice(0, -1)) {
          expect(rowCount(page)).to.be.at.least(limit);
          expect(page).to.include({ hasMore: true, reset: false });
        }
      }
    });

    test('G2: so do pages of a delta, with its tombstones', async (world) => {
      const { me, losses } = await aFullLife(world);
      const before = await world.pull(me);
      for (const lose of losses) await lose();
      const fresh = syncClient().apply(await world.pull(me));
      for (const limit of limits) {
        const client = syncClient().apply(before);
        await pageThrough(world, { me, client, limit });
        expect(client.contents(), `pages of ${limit}`).to.deep.equal(fresh.contents());
      }
    });

    test('never part rows of one version: what one transaction did comes on one page', async (world) => {
      const { given, write, clock } = world;
      const [me, ...others] = await given.users<number>(8);
      if (!me) throw new Error('there are users');
      await write(async ({ friendships }) => {
        for (const { id } of others)
          await friendships.apply(me.id, id, { mine: { status: 'agreed' } }, clock.now());
      });
      const { id } = await given.group(
        others[0]?.id ?? me.id,
        others.slice(1).map((user) => user.id),
      );
      await given.join(id, me.id);
      for (const limit of [1, 2, 3]) {
        const pages = await pageThrough(world, { me: me.id, client: syncClient(), limit });
        expect(pages.map(({ friends }) => friends.length).filter(Boolean)).to.deep.equal([7]);
        expect(pages.map(({ groupMembers }) => groupMembers.length).filter(Boolean)).to.deep.equal([8]);
      }
    });

    test('end, each above the one before, also while others write', async (world) => {
      const { me } = await aFullLife(world);
      const client = syncClient();
      const pages = await pageThrough(world, {
        me,
        client,
        limit: 1,
        meanwhile: (page) =>
          world.write(({ users }) => users.setProfile(me, { nickname: `page ${page}` }, world.clock.now())),
      });
      const versions = pages.map((page) => page.version);
      expect(versions).to.deep.equal([...new Set(versions)].sort((a, b) => a - b));
      client.apply(await world.pull(me, client.position()));
      expect(client.contents()).to.deep.equal(
        syncClient()
          .apply(await world.pull(me))
          .contents(),
      );
    });

    test('bring what is lost, left and entered between two of them', async (world) => {
      const { me, losses, gains } = await aFullLife(world);
      const between = [...losses, ...gains];
      for (const limit of [1, 3]) {
        const client = syncClient();
        await pageThrough(world, { me, client, limit, meanwhile: async () => between.shift()?.() });
        client.apply(await world.pull(me, client.position()));
        const fresh = syncClient().apply(await world.pull(me));
        expect(client.contents(), `pages of ${limit}`).to.deep.equal(fresh.contents());
      }
    });

    test('a limit that nothing reaches changes nothing', async (world) => {
      const { me } = await aFullLife(world);
      const whole = await world.pull(me);
      expect(whole.hasMore).to.equal(false);
      const limit = rowCount(whole);
      const pages = [await world.pull(me, undefined, { limit }), await world.pull(me, whole, { limit: 1 })];
      const answers = [whole, await world.pull(me, whole)];
      expect(pages.map(unversioned)).to.deep.equal(answers.map(unversioned));
    });

    test('G6: a reset comes in pages too, the first of which resets, tombstones included', async (world) => {
      const { me, losses } = await aFullLife(world);
      for (const lose of losses) await lose();
      const whole = await world.pull(me);
      const foreign = { version: whole.version, era: version(whole.era - 1) };
      const fresh = syncClient().apply(whole);
      for (const limit of limits) {
        const client = syncClient();
        const first = await world.pull(me, foreign, { limit });
        client.apply(first);
        const rest = first.hasMore ? await pageThrough(world, { me, client, limit }) : [];
        expect([first, ...rest].map(({ reset }) => reset)).to.deep.equal([true, ...rest.map(() => false)]);
        const gone = [first, ...rest].flatMap((page) =>
          page.friends.filter(({ status }) => status === 'deleted'),
        );
        expect(gone, `pages of ${limit}`).to.have.lengthOf(1);
        expect(client.contents(), `pages of ${limit}`).to.deep.equal(fresh.contents());
        expectAsFar(client, whole);
      }
    });

    test('G6: whoever is in the middle of pages is reset too when these were of a past that is gone', async (world) => {
      const { given, pull, write, backup, clock } = world;
      const [me, ann, ben] = await given.users(3);
      for (const { id } of [ann, ben]) await given.friendship(me.id, id);
      const restore = await backup();
      clock.advance(hour);
      await write(({ users }) => users.setProfile(ann.id, { nickname: 'lost' }, clock.now()));
      const client = syncClient();
      const first = await pull(me.id, undefined, { limit: 2 });
      // Ann's row has become newer than it is in the backup: it was to be on the next page.
      expect(first.friends.map(({ user }) => user.id)).to.deep.equal([ben.id]);
      client.apply(first);

      clock.advance(hour);
      await restore();

      const pages = await pageThrough(world, { me: me.id, client, limit: 2 });
      expect(pages.map(({ reset }) => reset)).to.deep.equal([true, ...pages.slice(1).map(() => false)]);
      const fresh = syncClient().apply(await pull(me.id));
      expect(client.contents()).to.deep.equal(fresh.contents());
    });

    test('G6: a restart in the middle of pages resets nobody', async (world) => {
      const { me } = await aFullLife(world);
      const client = syncClient();
      const pages = await pageThrough(world, { me, client, limit: 3, meanwhile: () => world.restart() });
      expect(pages.some(({ reset }) => reset)).to.equal(false);
      expect(client.contents()).to.deep.equal(
        syncClient()
          .apply(await world.pull(me))
          .contents(),
      );
    });

    test('G6: a reset comes whole to a client that names no era, which would be reset again otherwise', async (world) => {
      const { me } = await aFullLife(world);
      const { version: last } = await world.pull(me);
      const answer = await world.pull(me, version(last + 172_800_000_000), { limit: 1 });
      expect(answer).to.include({ reset: true, hasMore: false });
      expect(rowCount(answer)).to.be.at.least(rowCount(await world.pull(me)));
    });
  });
}

/** A paging client may ask on from where a client of whole answers may, or from later. */
function expectAsFar(client: SyncClient, { version, era }: ChangeSet): void {
  expect(client.position().version).to.be.at.least(version);
  expect(client.position().era).to.equal(era);
}

/** The version may go on without a change. */
const unversioned = ({ version: _, ...rest }: ChangeSet) => rest;

/** A user with something in each section, made by transactions of one row and of many; what they may lose and gain yet. */
async function aFullLife({ given, write, clock }: World) {
  const [me, ann, ben, cas, dan] = await given.users(5);
  for (const { id } of [ann, ben]) await given.friendship(me.id, id);
  for (const { id } of [cas, dan]) await given.block(me.id, id);
  const mine = await given.group(me.id, [ann.id, ben.id]);
  const another = await given.group(cas.id, [dan.id, me.id]);
  const late = await given.group(cas.id, [dan.id, ann.id]);
  await given.leave(another.id, dan.id);
  await write(({ users }) => users.setProfile(ann.id, { nickname: 'Annie' }, clock.now()));
  return {
    me: me.id,
    losses: [
      () =>
        write(({ friendships }) =>
          friendships.apply(me.id, ben.id, { mine: { status: 'deleted' } }, clock.now()),
        ),
      () => write(({ blacklist }) => blacklist.set(me.id, dan.id, false, clock.now())),
      () => given.leave(mine.id, ann.id),
      () => given.leave(another.id, me.id),
    ],
    gains: [
      () => given.join(late.id, me.id),
      () => given.join(mine.id, cas.id, ann.id),
      () => write(({ groups }) => groups.update(mine.id, { name: 'new' }, clock.now())),
      () => given.join(another.id, me.id),
    ],
  };
}

interface Paging {
  readonly me: UserId;
  /** Asks, and applies what it gets. */
  readonly client: SyncClient;
  readonly limit: number;
  /** Done after each page but the last. */
  readonly meanwhile?: (page: number) => Promise<unknown> | undefined;
}

/** Asks for page after page. @returns them */
async function pageThrough(
  { pull }: World,
  { me, client, limit, meanwhile }: Paging,
): Promise<readonly ChangeSet[]> {
  const pages: ChangeSet[] = [];
  for (const number of times(mostPages)) {
    const page = await pull(me, client.position(), { limit });
    client.apply(page);
    pages.push(page);
    if (!page.hasMore) return pages;
    if (number < mostPages / 4) await meanwhile?.(number);
  }
  throw new Error(`more than ${mostPages} pages of ${limit}`);
}
