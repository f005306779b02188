import { type ChangeSet, epochMs, type Group, type ReadSession, userId, type WriteSession } from '@kith/core';
import { expect } from 'chai';
import { rejectionOf, settle, type TestApi, times } from '../test-api.js';
import { type OpenStore, testsOn, type World } from '../test-store.js';

/** The promises of `UnitOfWork` and its sessions, but for those of the repositories. */
export function unitOfWorkContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a unit of work: transactions', () => {
    test('gives back what its work gives back', async ({ read, write }) => {
      expect(await read(async () => 'read')).to.equal('read');
      expect(await write(async () => 'written')).to.equal('written');
    });

    test('keeps what a write did', async ({ given, read }) => {
      const { id } = await given.user('Ann');
      expect(await read(({ users }) => users.find(id))).to.include({ nickname: 'Ann' });
    });

    test('shows a write its own changes', async ({ write, given, clock }) => {
      const { id } = await given.user('Ann');
      const seen = await write(async ({ users }) => {
        await users.setProfile(id, { nickname: 'Anna' }, clock.now());
        return users.find(id);
      });
      expect(seen).to.include({ nickname: 'Anna' });
    });

    test('undoes all of a write whose work throws, and passes on what it threw', async (world) => {
      const [ann, ben] = await world.given.users(2);
      const group = await world.given.group(ann.id);
      const before = await everything(world, group);
      const reason = new Error('changed my mind');

      const work = world.write(async (session) => {
        const at = world.clock.now();
        await session.lockUsers([ann.id, ben.id]);
        await session.lockGroup(group.id);
        await session.users.setProfile(ann.id, { nickname: 'Anna' }, at);
        await session.friendships.apply(ann.id, ben.id, { mine: { status: 'agreed' } }, at);
        await session.blacklist.set(ann.id, ben.id, true, at);
        await session.groups.join(group.id, [ben.id], 'member', at);
        await session.outbox.add({ type: 'block-added', owner: ann.id, target: ben.id }, at);
        throw reason;
      });

      expect(await rejectionOf(work)).to.equal(reason);
      expect(await everything(world, group)).to.deep.equal(before);
    });

    test('goes on after a write that failed', async ({ given, write, read }) => {
      await rejectionOf(write(() => Promise.reject(new Error('no'))));
      const { id } = await given.user();
      expect(await read(({ users }) => users.find(id))).to.not.equal(null);
    });

    test('reads one snapshot: what is committed meanwhile is not seen half', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const { id } = await given.user('Ann');
      let writing: Promise<void> = Promise.resolve();
      const names = await read(async ({ users }) => {
        const seen = [(await users.find(id))?.nickname];
        writing = write(async (session) => session.users.setProfile(id, { nickname: 'Anna' }, clock.now()));
        for (const _ of times(20)) seen.push((await users.find(id))?.nickname);
        return seen;
      });
      await writing;
      expect(new Set(names)).to.deep.equal(new Set(['Ann']));
    });

    test('shows other readers all of a write or nothing of it', async ({ given, read, write, clock }) => {
      const creator = await given.user();
      const { id } = await given.group(creator.id);
      const members = await given.users(10);
      const writes = members.map((member) =>
        write(async (session) => {
          await session.lockGroup(id);
          await session.groups.join(id, [member.id], 'member', clock.now());
        }),
      );
      const counts = await Promise.all(
        times(30).map(() =>
          read(async ({ groups }) => [
            (await groups.find(id))?.memberCount,
            (await groups.members(id)).length,
          ]),
        ),
      );
      await Promise.all(writes);
      for (const [count, length] of counts) expect(count).to.equal(length);
    });
  });

  api.describe('a unit of work: the life of a session', () => {
    for (const kind of ['read', 'write'] as const)
      test(`refuses a ${kind} session after its work is done`, async (world) => {
        const { id } = await world.given.user();
        const leaked = await world[kind](async (session: ReadSession | WriteSession) => {
          await session.users.find(id);
          return { session };
        });
        await rejectionOf(leaked.session.users.find(id));
        await rejectionOf(leaked.session.groups.countOf(id));
      });

    test('refuses a session after its work has failed', async ({ write, read, given, clock }) => {
      const { id } = await given.user('Ann');
      const leaked: WriteSession[] = [];
      await rejectionOf(
        write(async (session) => {
          leaked.push(session);
          throw new Error('no');
        }),
      );
      expect(leaked).to.not.be.empty;
      for (const session of leaked) {
        await rejectionOf(session.users.setProfile(id, { nickname: 'Anna' }, clock.now()));
        await rejectionOf(session.lockUsers([id]));
      }
      expect(await read(({ users }) => users.find(id))).to.include({ nickname: 'Ann' });
    });

    test('lets nothing escape the transaction that is not awaited', async ({ write, read, given, clock }) => {
      const { id } = await given.user('Ann');
      let straggler: Promise<unknown> = Promise.resolve();
      let settled: () => void = () => {};
      const after = new Promise<void>((resolve) => {
        settled = resolve;
      });
      await write(async ({ users }) => {
        straggler = rejectionOf(
          after.then(() => users.setProfile(id, { nickname: 'too late' }, clock.now())),
        );
      });
      settled();
      await straggler;
      expect(await read(({ users }) => users.find(id))).to.include({ nickname: 'Ann' });
    });
  });

  api.describe('a unit of work: locks', () => {
    test('lockUsers serialises what is decided about them, in whatever order they are named', async ({
      given,
      write,
      read,
      clock,
    }) => {
      const [ann, ben] = await given.users(2);
      await given.friendship(ann.id, ben.id);
      await Promise.all(
        times(20).map((turn) =>
          write(async ({ lockUsers, friendships }) => {
            await lockUsers(turn % 2 ? [ann.id, ben.id] : [ben.id, ann.id]);
            const { mine } = await friendships.pair(ann.id, ben.id);
            const displayName = `${mine?.displayName}x`;
            await friendships.apply(ann.id, ben.id, { mine: { displayName } }, clock.now());
          }),
        ),
      );
      const { mine } = await read(({ friendships }) => friendships.pair(ann.id, ben.id));
      expect(mine?.displayName).to.equal('x'.repeat(20));
    });

    test('lockGroup serialises what is decided about it', async ({ given, write, read, clock }) => {
      const { id } = await given.group((await given.user()).id);
      await Promise.all(
        times(20).map(() =>
          write(async ({ lockGroup, groups }) => {
            await lockGroup(id);
            const group = await groups.find(id);
            await groups.update(id, { bulletin: `${group?.bulletin ?? ''}x` }, clock.now());
          }),
        ),
      );
      expect(await read(({ groups }) => groups.find(id))).to.include({ bulletin: 'x'.repeat(20) });
    });

    test('lockPhone serialises what is decided about a number, also one never seen', async ({
      given,
      write,
      read,
    }) => {
      const phone = given.phone();
      await Promise.all(
        times(20).map(() =>
          write(async ({ lockPhone, verifications }) => {
            await lockPhone(phone);
            const known = await verifications.find(phone);
            await verifications.save(phone, {
              codes: [],
              lastSendAt: null,
              token: null,
              tries: (known?.tries ?? 0) + 1,
            });
          }),
        ),
      );
      expect(await read(({ verifications }) => verifications.find(phone))).to.include({ tries: 20 });
    });

    test('passes over users that do not exist, and over nobody', async ({ given, write }) => {
      const { id } = await given.user();
      await write(({ lockUsers }) => lockUsers([userId(4_000_000_000), id, id]));
      await write(({ lockUsers }) => lockUsers([]));
    });

    test('50 commands at once are only slower: each uses one connection and never waits for a second', async ({
      given,
      write,
      read,
      clock,
    }) => {
      const users = await given.users(6);
      const { id } = await given.group(users[0].id);
      const commands = times(50).map((turn) => {
        const me = users[turn % users.length] ?? users[0];
        const them = users[(turn * 5 + 1) % users.length] ?? users[0];
        return write(async (session) => {
          await session.lockUsers([me.id, them.id]);
          await session.lockGroup(id);
          await session.groups.join(id, [me.id, them.id], 'member', epochMs(clock.now() + turn));
          await session.blacklist.set(me.id, them.id, turn % 2 === 0, clock.now());
        });
      });
      const { fulfilled, reasons } = await settle([
        ...commands,
        ...users.map((user) => read((session) => session.users.find(user.id))),
      ]);
      expect(reasons).to.deep.equal([]);
      expect(fulfilled).to.equal(56);
      const group = await read(({ groups }) => groups.find(id));
      expect(group?.memberCount).to.equal(6);
    });
  });

  api.describe('a unit of work: versions', () => {
    test('stamps all rows of one write alike', async ({ given, write, pull, clock }) => {
      const [ann, ben] = await given.users(2);
      const { version } = await pull(ann.id);
      await write(async (session) => {
        await session.lockUsers([ann.id, ben.id]);
        await session.users.setProfile(ann.id, { nickname: 'Anna' }, clock.now());
        await session.friendships.apply(ann.id, ben.id, { mine: { status: 'agreed' } }, clock.now());
        await session.blacklist.set(ann.id, ben.id, true, clock.now());
      });
      const { user, friends, blacklist } = await pull(ann.id, version);
      expect(friends[0]?.version).to.equal(user?.version);
      expect(blacklist[0]?.version).to.equal(user?.version);
    });

    test('never gives a version again, also after a write that failed', async ({
      given,
      write,
      pull,
      clock,
    }) => {
      const { id } = await given.user();
      const versions = new Set<number | undefined>();
      for (const turn of times(5)) {
        await rejectionOf(
          write(async ({ users }) => {
            await users.setProfile(id, { nickname: 'never' }, clock.now());
            throw new Error('no');
          }),
        );
        await write(({ users }) => users.setProfile(id, { nickname: `name ${turn}` }, clock.now()));
        versions.add((await pull(id)).user?.version);
      }
      expect(versions.size).to.equal(5);
    });
  });
}

/** What the store shows of all that the test of rolling back writes. */
const everything = async ({ read, pull }: World, { id, creatorId }: Group) => ({
  sync: unversioned(await pull(creatorId)),
  ...(await read(async ({ users, groups, outbox, friendships, blacklist }) => ({
    group: await groups.find(id),
    members: await groups.members(id),
    creator: await users.find(creatorId),
    friends: await friendships.list(creatorId),
    blocked: await blacklist.list(creatorId),
    outbox: await outbox.counts(),
  }))),
});

/** The version of an answer may go on without a change: a write that failed used one up, too. */
const unversioned = ({ version: _, ...rest }: ChangeSet) => rest;
