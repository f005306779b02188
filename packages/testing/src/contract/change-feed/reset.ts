import { type ChangeSet, version } from '@kith/core';
import { expect } from 'chai';
import { syncClient } from '../../sync-client.js';
import type { TestApi } from '../../test-api.js';
import { type OpenStore, type StoreTraits, testsOn } from '../../test-store.js';

const hour = 3_600_000;

/** G6: who comes from another past is told to begin anew, once; nobody else is. */
export function feedReset(api: TestApi, open: OpenStore, { wholePast = false }: StoreTraits = {}): void {
  const test = testsOn(api, open);

  /** A client of today, which sends no era back. */
  const withoutEra = ({ version: since }: ChangeSet) => since;

  api.describe('a change feed: resets', () => {
    test('G6: a client at 0 has no past that could be gone', async ({ given, pull }) => {
      const { id } = await given.user();
      for (const since of [0, -1]) expect(await pull(id, version(since))).to.include({ reset: false });
      const unknown = { version: version(0), era: version(1) };
      expect(await pull(id, unknown)).to.include({ reset: false });
    });

    test('G6: an ordinary restart costs nobody a reset, and loses nothing', async ({
      given,
      pull,
      write,
      restart,
      clock,
    }) => {
      const { id } = await given.user('Ann');
      const before = await pull(id);
      await restart();
      const idle = await pull(id, before);
      expect(idle).to.deep.include({ reset: false, user: null });
      expect(idle.version).to.be.at.least(before.version);
      await write(({ users }) => users.setProfile(id, { nickname: 'Anna' }, clock.now()));
      for (const asked of [before, withoutEra(before), idle])
        expect((await pull(id, asked)).user?.nickname).to.equal('Anna');
    });

    for (const sendsEra of [true, false])
      test(`G6: after a restored backup a client ${sendsEra ? 'that sends its era' : 'of today'} is reset, once`, async (world) => {
        const { given, pull, backup, clock } = world;
        const [me, kept, lost] = await given.users(3);
        await given.friendship(me.id, kept.id);
        const client = syncClient().apply(await pull(me.id));
        const restore = await backup();
        clock.advance(hour);
        await given.friendship(me.id, lost.id);
        await given.group(me.id, [lost.id]);
        const answer = await pull(me.id, client.position());
        client.apply(answer);

        clock.advance(hour);
        await restore();

        const asked = sendsEra ? answer : withoutEra(answer);
        const again = await pull(me.id, asked);
        expect(again.reset).to.equal(true);
        client.apply(again);
        const fresh = syncClient().apply(await pull(me.id));
        expect(client.contents()).to.deep.equal(fresh.contents());
        const next = await pull(me.id, sendsEra ? again : withoutEra(again));
        expect(next).to.deep.include({ reset: false, friends: [], user: null });
      });

    test('G6: a reset brings tombstones too, for clients that do not know of resets', async ({
      given,
      pull,
      write,
      backup,
      clock,
    }) => {
      const [me, ann, ben] = await given.users(3);
      await given.friendship(me.id, ann.id, ['deleted', 'agreed']);
      await given.block(me.id, ben.id);
      await write(({ blacklist }) => blacklist.set(me.id, ben.id, false, clock.now()));
      const left = await given.group(ann.id, [me.id]);
      await given.leave(left.id, me.id);
      const mine = await given.group(me.id, [ann.id, ben.id]);
      await given.leave(mine.id, ben.id);
      const restore = await backup();
      clock.advance(hour);
      await write(({ users }) => users.setProfile(me.id, { nickname: 'lost' }, clock.now()));
      const before = await pull(me.id);
      clock.advance(hour);
      await restore();

      const { reset, friends, blacklist, groups, groupMembers, user } = await pull(me.id, before);
      expect(reset).to.equal(true);
      expect(user?.nickname).to.equal(me.nickname);
      expect(friends.map(({ status }) => status)).to.deep.equal(['deleted']);
      expect(blacklist.map(({ active }) => active)).to.deep.equal([false]);
      expect(new Map(groups.map(({ group, isDeleted }) => [group.id, isDeleted]))).to.deep.equal(
        new Map([
          [left.id, true],
          [mine.id, false],
        ]),
      );
      const gone = groupMembers.filter(({ isDeleted }) => isDeleted).map((member) => member.user.id);
      expect(gone).to.deep.equal([ben.id]);
    });

    const fate = wholePast ? 'is reset with the others, once' : 'goes on without a reset';
    test(`G6: a client from before the backup ${fate}`, async ({ given, pull, backup, clock }) => {
      const [me, ann] = await given.users(2);
      const before = await pull(me.id);
      await given.friendship(me.id, ann.id);
      const restore = await backup();
      clock.advance(hour);
      await restore();
      const answer = await pull(me.id, before);
      expect(answer.reset).to.equal(wholePast);
      expect(answer.friends).to.have.lengthOf(1);
      expect(await pull(me.id, answer)).to.deep.include({ reset: false, friends: [] });
    });

    test('G6: an era that is not of our past is answered with a reset', async ({ given, pull }) => {
      const { id } = await given.user();
      const known = await pull(id);
      const answer = await pull(id, { ...known, era: version(known.era - 1) });
      expect(answer).to.include({ reset: true, era: known.era });
      expect(answer.user?.id).to.equal(id);
      expect(await pull(id, answer)).to.include({ reset: false });
    });

    test('G6: a version ahead of all that was ever issued is answered with a reset, and a version that holds', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const { id } = await given.user();
      const known = await pull(id);
      const ahead = version(known.version + 172_800_000_000);
      const answer = await pull(id, ahead);
      expect(answer.reset).to.equal(true);
      expect(answer.version).to.be.below(ahead);
      expect(answer.user?.id).to.equal(id);
      await write(({ users }) => users.setProfile(id, { nickname: 'next' }, clock.now()));
      const next = await pull(id, withoutEra(answer));
      expect(next).to.include({ reset: false });
      expect(next.user?.nickname).to.equal('next');
    });
  });
}
