import type { ChangeSet, Group, UserId } from '@kith/core';
import { expect } from 'chai';
import { syncClient } from '../../sync-client.js';
import { type TestApi, times } from '../../test-api.js';
import { type OpenStore, testsOn, type World } from '../../test-store.js';

/** What a sync tells of my groups and who is in them. */
export function feedGroups(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a change feed: groups', () => {
    test('tells of my groups and of everyone in them', async ({ given, pull }) => {
      const [me, ann] = await given.users(2);
      const { id } = await given.group(ann.id, [me.id], 'walkers');
      const { groups, groupMembers } = await pull(me.id);
      expect(groups).to.deep.equal([
        {
          group: { id, name: 'walkers', portraitUri: '', version: groups[0]?.group.version },
          displayName: '',
          role: 'member',
          isDeleted: false,
        },
      ]);
      expect(membersIn({ groupMembers })).to.deep.equal([`${me.id} member`, `${ann.id} creator`]);
    });

    test('brings a new name, portrait or creator to every member, and no row per member', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const [me, ann] = await given.users(2);
      const { id } = await given.group(ann.id, [me.id]);
      for (const change of [{ name: 'runners' }, { portraitUri: 'http://example.com/g.png' }]) {
        const before = await pull(me.id);
        await write(({ groups }) => groups.update(id, change, clock.now()));
        const { groups, groupMembers } = await pull(me.id, before);
        expect(groups).to.have.lengthOf(1);
        expect(groups[0]?.group).to.include({ id, ...change });
        expect(groups[0]?.group.version).to.be.above(before.version);
        expect(groupMembers).to.deep.equal([]);
      }
    });

    test('brings someone who joins a group I have been in for long, and nobody else of it', async ({
      given,
      pull,
    }) => {
      const [me, ann, newcomer] = await given.users(3);
      const { id } = await given.group(me.id, [ann.id]);
      const before = await pull(me.id);
      await given.join(id, newcomer.id);
      expect(membersIn(await pull(me.id, before))).to.deep.equal([`${newcomer.id} member`]);
    });

    test('brings a new role and a new display name of a member, and nobody else of the group', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const [me, ann, ben] = await given.users(3);
      const { id } = await given.group(me.id, [ann.id, ben.id]);
      const before = await pull(me.id);
      await write(({ groups }) => groups.setDisplayName(id, ann.id, 'Annie', clock.now()));
      const named = await pull(me.id, before);
      expect(named.groupMembers.map(({ displayName }) => displayName)).to.deep.equal(['Annie']);
      await write(({ groups }) => groups.setRole(id, ann.id, 'creator', clock.now()));
      expect(membersIn(await pull(me.id, named))).to.deep.equal([`${ann.id} creator`]);
    });

    test('brings my own role and display name to my other devices', async ({ given, pull, write, clock }) => {
      const [me, ann] = await given.users(2);
      const { id } = await given.group(ann.id, [me.id]);
      const before = await pull(me.id);
      await write(async ({ groups }) => {
        await groups.setRole(id, me.id, 'creator', clock.now());
        await groups.setDisplayName(id, me.id, 'Mia', clock.now());
      });
      const { groups } = await pull(me.id, before);
      expect(groups[0]).to.include({ role: 'creator', displayName: 'Mia' });
    });

    test('tells of no group I am not in', async ({ given, pull, write, clock }) => {
      const [me, ann, ben] = await given.users(3);
      const { id } = await given.group(ann.id, [ben.id]);
      const before = await pull(me.id);
      await write(({ groups }) => groups.update(id, { name: 'secret' }, clock.now()));
      await given.leave(id, ben.id);
      for (const { groups, groupMembers } of [before, await pull(me.id, before)])
        expect([groups, groupMembers]).to.deep.equal([[], []]);
    });
  });

  api.describe('a change feed: leaving groups', () => {
    const ways = {
      left: ({ given }: World, { id }: Group, user: UserId) => given.leave(id, user),
      dismissed: ({ write, clock }: World, { id }: Group) =>
        write(({ groups }) => groups.dismiss(id, clock.now())),
    };
    for (const [way, end] of Object.entries(ways))
      test(`G4: brings a group I ${way === 'left' ? 'left, or was kicked from,' : 'was in when it was dismissed'} as a tombstone, to each device`, async (world) => {
        const [ann, me] = await world.given.users(2);
        const group = await world.given.group(ann.id, [me.id]);
        const devices = [await world.pull(me.id), await world.pull(me.id)];
        await end(world, group, me.id);
        for (const before of devices) {
          const { groups } = await world.pull(me.id, before);
          expect(groups.map(({ group: { id }, isDeleted }) => [id, isDeleted])).to.deep.equal([
            [group.id, true],
          ]);
        }
        const fresh = await world.pull(me.id);
        expect([fresh.groups, fresh.groupMembers]).to.deep.equal([[], []]);
      });

    test('G4: brings whoever left to those who stay as a tombstone, and leaves them out of a sync from 0', async ({
      given,
      pull,
    }) => {
      const [me, ann, ben] = await given.users(3);
      const { id } = await given.group(me.id, [ann.id, ben.id]);
      const before = await pull(me.id);
      await given.leave(id, ann.id);
      const { groupMembers } = await pull(me.id, before);
      expect(groupMembers.map(({ user, isDeleted }) => [user.id, isDeleted])).to.deep.equal([[ann.id, true]]);
      expect(membersIn(await pull(me.id))).to.deep.equal([`${me.id} creator`, `${ben.id} member`]);
    });

    test('does not bring a group again that I left before, when its name changes', async ({
      given,
      pull,
      write,
      clock,
    }) => {
      const [ann, me] = await given.users(2);
      const { id } = await given.group(ann.id, [me.id]);
      await given.leave(id, me.id);
      const before = await pull(me.id);
      await write(({ groups }) => groups.update(id, { name: 'without me' }, clock.now()));
      expect((await pull(me.id, before)).groups).to.deep.equal([]);
    });
  });

  api.describe('a change feed: joining groups', () => {
    test('G5: gives a newcomer the whole roster, though its rows are older than their version', async ({
      given,
      pull,
    }) => {
      const [ann, ben, me] = await given.users(3);
      const { id } = await given.group(ann.id, [ben.id]);
      const before = await pull(me.id);
      await given.join(id, me.id);
      const { groups, groupMembers } = await pull(me.id, before);
      expect(groups).to.have.lengthOf(1);
      expect(membersIn({ groupMembers })).to.deep.equal([
        `${ann.id} creator`,
        `${ben.id} member`,
        `${me.id} member`,
      ]);
    });

    test('G5: gives the whole roster again to who comes back', async ({ given, pull }) => {
      const [ann, ben, me] = await given.users(3);
      const { id } = await given.group(ann.id, [ben.id, me.id]);
      await given.leave(id, me.id);
      const before = await pull(me.id);
      await given.join(id, me.id);
      const { groups, groupMembers } = await pull(me.id, before);
      expect(groups.map(({ isDeleted }) => isDeleted)).to.deep.equal([false]);
      expect(groupMembers).to.have.lengthOf(3);
    });

    test('G5: is right for who left and came back between two syncs, while others came and went', async ({
      given,
      pull,
    }) => {
      const [ann, ben, cas, me] = await given.users(4);
      const { id } = await given.group(ann.id, [ben.id, me.id]);
      const client = syncClient().apply(await pull(me.id));
      await given.leave(id, me.id);
      await given.leave(id, ben.id);
      await given.join(id, cas.id);
      await given.join(id, me.id);
      client.apply(await pull(me.id, client.position()));
      const fresh = syncClient().apply(await pull(me.id));
      expect(client.contents()).to.deep.equal(fresh.contents());
      expect(client.contents().groupMembers).to.have.lengthOf(3);
    });

    test('G5: has what a member changed while joining', async ({ given, pull, write, clock }) => {
      const [ann, me] = await given.users(2);
      const { id } = await given.group(ann.id);
      const before = [await pull(ann.id), await pull(me.id)];
      await write(async ({ groups, users }) => {
        await groups.join(id, [me.id], 'member', clock.now());
        await groups.setDisplayName(id, me.id, 'Mia', clock.now());
        await users.setProfile(me.id, { nickname: 'Maria' }, clock.now());
      });
      for (const [index, { id: user }] of [ann, me].entries()) {
        const { groupMembers } = await pull(user, before[index]);
        const mine = groupMembers.find((member) => member.user.id === me.id);
        expect([mine?.displayName, mine?.user.nickname]).to.deep.equal(['Mia', 'Maria']);
      }
    });

    test('has as many members as the group says it has', async ({ given, pull, read }) => {
      const [me] = await given.users(1);
      const { id } = await given.group(me.id);
      const client = syncClient().apply(await pull(me.id));
      const users = await given.users(8);
      for (const [turn, user] of users.entries()) {
        await given.join(id, user.id);
        if (turn % 2) await given.leave(id, user.id);
        if (turn % 3) client.apply(await pull(me.id, client.position()));
      }
      client.apply(await pull(me.id, client.position()));
      const group = await read(({ groups }) => groups.find(id));
      expect(client.contents().groupMembers).to.have.lengthOf(group?.memberCount ?? -1);
    });

    test('brings each of many groups, some of them gone', async ({ given, pull, write, clock }) => {
      const [me, ann] = await given.users(2);
      const made: Group[] = [];
      for (const _ of times(5)) made.push(await given.group(ann.id, [me.id]));
      const before = await pull(me.id);
      for (const { id } of made.slice(0, 2)) await write(({ groups }) => groups.dismiss(id, clock.now()));
      for (const { id } of made.slice(2))
        await write(({ groups }) => groups.update(id, { name: 'new' }, clock.now()));
      const { groups } = await pull(me.id, before);
      expect(groups.filter(({ isDeleted }) => isDeleted)).to.have.lengthOf(2);
      expect(groups.filter(({ group }) => group.name === 'new')).to.have.lengthOf(3);
    });
  });
}

const membersIn = ({ groupMembers }: Pick<ChangeSet, 'groupMembers'>): string[] =>
  [...groupMembers].sort((a, b) => a.user.id - b.user.id).map(({ user, role }) => `${user.id} ${role}`);
