import { type GroupId, groupId, type UserId, userId } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';
import { type OpenStore, testsOn, type World } from '../test-store.js';

const unknownGroup = groupId(4_000_000_000);

/** The promises of `GroupRepository`. What is stamped is part of the change feed's suite. */
export function groupRepositoryContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a group repository: groups', () => {
    test('makes a group of nobody yet', async ({ given, read, write, clock }) => {
      const { id: creatorId } = await given.user();
      const at = clock.now();
      const group = await write(({ groups }) =>
        groups.add({ name: 'walkers', creatorId, maxMemberCount: 500, at }),
      );
      expect(group).to.deep.equal({
        id: group.id,
        name: 'walkers',
        portraitUri: '',
        memberCount: 0,
        maxMemberCount: 500,
        creatorId,
        bulletin: null,
        createdAt: at,
        updatedAt: at,
        dismissedAt: null,
      });
      expect(await read(({ groups }) => groups.find(group.id))).to.deep.equal(group);
      expect(await read(({ groups }) => groups.members(group.id))).to.deep.equal([]);
    });

    test('changes what is named of a group, and when, and no other group', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const [ann, ben] = await given.users(2);
      const group = await given.group(ann.id, [ben.id]);
      const other = await given.group(ann.id);
      clock.advance(1_000);
      const updatedAt = clock.now();
      const change = {
        portraitUri: 'http://example.com/group.png',
        bulletin: '😀'.repeat(1_024),
        creatorId: ben.id,
      };
      await write(({ groups }) => groups.update(group.id, change, updatedAt));
      expect(await read(({ groups }) => groups.find(group.id))).to.deep.equal({
        ...group,
        ...change,
        updatedAt,
      });
      expect(await read(({ groups }) => groups.find(other.id))).to.deep.equal(other);
    });

    test('knows nothing of a group that does not exist', async ({ given, read }) => {
      const { id } = await given.user();
      await read(async ({ groups }) => {
        expect(await groups.find(unknownGroup)).to.equal(null);
        expect(await groups.findMany([unknownGroup])).to.deep.equal([]);
        expect(await groups.membership(unknownGroup, id)).to.equal(null);
        expect(await groups.memberships(unknownGroup, [id])).to.deep.equal([]);
        expect(await groups.members(unknownGroup)).to.deep.equal([]);
        expect(await groups.successor(unknownGroup, id)).to.equal(null);
        expect(await groups.listOf(id)).to.deep.equal([]);
        expect(await groups.countOf(id)).to.equal(0);
      });
    });

    test('finds many, dismissed ones too', async ({ given, read, write, clock }) => {
      const { id } = await given.user();
      const [first, second] = [await given.group(id), await given.group(id)];
      await write(({ groups }) => groups.dismiss(first.id, clock.now()));
      const found = await read(({ groups }) =>
        groups.findMany([second.id, first.id, unknownGroup, second.id]),
      );
      expect(new Set(found.map((group) => group.id))).to.deep.equal(new Set([first.id, second.id]));
      expect(found).to.have.lengthOf(2);
    });
  });

  api.describe('a group repository: joining and leaving', () => {
    test('lets users in, and counts those who really came', async ({ given, read, write, clock }) => {
      const [ann, ben, cas] = await given.users(3);
      const { id } = await given.group(ann.id, [ben.id]);
      const came = await write(({ groups }) =>
        groups.join(id, [cas.id, ben.id, cas.id], 'member', clock.now()),
      );
      expect(came).to.deep.equal([cas.id]);
      expect(await read(({ groups }) => groups.find(id))).to.include({ memberCount: 3 });
    });

    test('leaves alone who is in already, the creator too', async ({ given, read, write, clock }) => {
      const ann = await given.user();
      const { id } = await given.group(ann.id);
      const before = await read(({ groups }) => groups.membership(id, ann.id));
      clock.advance(1_000);
      const came = await write(({ groups }) => groups.join(id, [ann.id], 'member', clock.now()));
      expect(came).to.deep.equal([]);
      expect(await read(({ groups }) => groups.membership(id, ann.id))).to.deep.equal(before);
      expect(before).to.include({ role: 'creator' });
    });

    test('lets out those who are in, and counts them: never below what is there', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const [ann, ben, cas] = await given.users(3);
      const { id } = await given.group(ann.id, [ben.id]);
      const leave = () => write(({ groups }) => groups.leave(id, [ben.id, cas.id, ben.id], clock.now()));
      expect(await leave()).to.deep.equal([ben.id]);
      expect(await leave()).to.deep.equal([]);
      expect(await read(({ groups }) => groups.find(id))).to.include({ memberCount: 1 });
      expect(await read(({ groups }) => groups.membership(id, ben.id))).to.equal(null);
    });

    test('begins a new stay for who comes back: display name and first day stay, the role is the new one', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const [ann, ben] = await given.users(2);
      const { id } = await given.group(ann.id, [ben.id]);
      const createdAt = clock.now();
      await write(async ({ groups }) => {
        await groups.setRole(id, ben.id, 'creator', createdAt);
        await groups.setDisplayName(id, ben.id, 'Benny', createdAt);
      });
      await given.leave(id, ben.id);
      clock.advance(1_000);
      const joinedAt = clock.now();
      await given.join(id, ben.id);
      expect(await read(({ groups }) => groups.membership(id, ben.id))).to.deep.equal({
        groupId: id,
        userId: ben.id,
        role: 'member',
        displayName: 'Benny',
        joinedAt,
        createdAt,
        updatedAt: joinedAt,
      });
    });

    test('keeps the time of joining when other things change', async ({ given, read, write, clock }) => {
      const [ann, ben] = await given.users(2);
      const { id } = await given.group(ann.id, [ben.id]);
      const joinedAt = clock.now();
      clock.advance(1_000);
      await write(async ({ groups, users }) => {
        await groups.setDisplayName(id, ben.id, 'Benny', clock.now());
        await groups.setRole(id, ben.id, 'creator', clock.now());
        await users.setProfile(ben.id, { nickname: 'Bob' }, clock.now());
      });
      const membership = await read(({ groups }) => groups.membership(id, ben.id));
      expect(membership).to.include({ joinedAt, displayName: 'Benny', role: 'creator' });
    });

    test('keeps the count right when many join at once', async ({ given, read }) => {
      const creator = await given.user();
      const { id } = await given.group(creator.id);
      const users = await given.users(20);
      await Promise.all(users.map((user) => given.join(id, user.id)));
      expect(await read(({ groups }) => groups.find(id))).to.include({ memberCount: 21 });
    });

    test('ends every stay when a group is dismissed; roles, creator and the group itself stay', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const [ann, ben] = await given.users(2);
      const group = await given.group(ann.id, [ben.id]);
      clock.advance(1_000);
      const at = clock.now();
      await write(({ groups }) => groups.dismiss(group.id, at));
      await read(async ({ groups }) => {
        expect(await groups.find(group.id)).to.deep.equal({
          ...group,
          memberCount: 0,
          updatedAt: at,
          dismissedAt: at,
        });
        expect(await groups.members(group.id)).to.deep.equal([]);
        expect(await groups.membership(group.id, ben.id)).to.equal(null);
        expect(await groups.listOf(ann.id)).to.deep.equal([]);
        expect(await groups.countOf(ann.id)).to.equal(0);
      });
    });
  });

  api.describe('a group repository: rosters', () => {
    const group = async ({ given }: World) => {
      const [ann, ben, cas] = await given.users(3);
      const { id } = await given.group(cas.id, [ben.id, ann.id]);
      return { id, ann, ben, cas };
    };

    test('shows the live members with their profiles, ascending by id', async (world) => {
      const { id, ann, ben, cas } = await group(world);
      await world.given.leave(id, ben.id);
      const members = await world.read(({ groups }) => groups.members(id));
      expect(members.map((member) => [member.userId, member.role, member.profile])).to.deep.equal([
        [ann.id, 'member', { id: ann.id, nickname: ann.nickname, portraitUri: '' }],
        [cas.id, 'creator', { id: cas.id, nickname: cas.nickname, portraitUri: '' }],
      ]);
    });

    test('shows the live memberships of those asked for, ascending by id', async (world) => {
      const { id, ann, ben, cas } = await group(world);
      await world.given.leave(id, ben.id);
      const asked: UserId[] = [cas.id, ben.id, userId(4_000_000_000), ann.id, cas.id];
      const memberships = await world.read(({ groups }) => groups.memberships(id, asked));
      expect(memberships.map((membership) => membership.userId)).to.deep.equal([ann.id, cas.id]);
    });

    test('names as successor the live member with the lowest id who is not the one that goes', async (world) => {
      const { id, ann, ben, cas } = await group(world);
      const successor = (except: UserId) => world.read(({ groups }) => groups.successor(id, except));
      expect(await successor(cas.id)).to.equal(ann.id);
      expect(await successor(ann.id)).to.equal(ben.id);
      await world.given.leave(id, ann.id);
      expect(await successor(cas.id)).to.equal(ben.id);
      await world.given.leave(id, ben.id);
      expect(await successor(cas.id)).to.equal(null);
    });

    test('lists and counts my live groups, ascending by id, with my role', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const [me, ann] = await given.users(2);
      const mine = await given.group(me.id);
      const hers = await given.group(ann.id, [me.id]);
      const left = await given.group(ann.id, [me.id]);
      await given.leave(left.id, me.id);
      const dismissed = await given.group(me.id);
      await write(({ groups }) => groups.dismiss(dismissed.id, clock.now()));
      await given.group(ann.id);

      expect(await read(({ groups }) => groups.listOf(me.id))).to.deep.equal([
        { role: 'creator', group: mine },
        { role: 'member', group: hers },
      ]);
      expect(await read(({ groups }) => groups.countOf(me.id))).to.equal(2);
    });

    test('pages through the ids of all groups, ascending, dismissed ones too', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const { id: ann } = await given.user();
      const ids: GroupId[] = [];
      while (ids.length < 4) ids.push((await given.group(ann)).id);
      const [first, second, third, last] = ids as [GroupId, GroupId, GroupId, GroupId];
      await write(({ groups }) => groups.dismiss(third, clock.now()));
      const after = (id: GroupId | null) => read(({ groups }) => groups.idsAfter(id, 2));
      expect(await after(null)).to.deep.equal([first, second]);
      expect(await after(second)).to.deep.equal([third, last]);
      expect(await after(first)).to.deep.equal([second, third]);
      expect(await after(last)).to.deep.equal([]);
    });

    test('changes role and display name of live members only', async (world) => {
      const { id, ann, ben } = await group(world);
      await world.given.leave(id, ben.id);
      await world.write(async ({ groups }) => {
        for (const user of [ann.id, ben.id]) {
          await groups.setRole(id, user, 'creator', world.clock.now());
          await groups.setDisplayName(id, user, '😀'.repeat(32), world.clock.now());
        }
      });
      const membership = (user: UserId) => world.read(({ groups }) => groups.membership(id, user));
      expect(await membership(ann.id)).to.include({ role: 'creator', displayName: '😀'.repeat(32) });
      expect(await membership(ben.id)).to.equal(null);
      await world.given.join(id, ben.id);
      expect(await membership(ben.id)).to.include({ displayName: '' });
    });
  });
}
