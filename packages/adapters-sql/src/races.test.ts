import { type Clock, createUseCases, developmentRules, type Rules } from '@kith/core';
import { inMemoryPorts } from '@kith/core/in-memory';
import { builders, fakeClock, settle } from '@kith/testing';
import { expect } from 'chai';
import { type Place, places } from './test/places.js';

async function kithOn(placeFor: (clock: Clock) => Promise<Place>, rules: Rules = developmentRules) {
  const clock = fakeClock();
  const { unitOfWork, close } = await (await placeFor(clock)).open(clock);
  const kith = createUseCases({ ...inMemoryPorts({ rules }), unitOfWork, clock });
  return { kith, unitOfWork, close, given: builders(unitOfWork, clock) };
}

const smallGroups: Rules = { ...developmentRules, group: { maxMembers: 5, maxGroupsPerUser: 5 } };

for (const [name, placeFor, define] of places)
  define(`commands that meet, on ${name}`, function () {
    // The first one starts the server.
    this.timeout(60_000);

    it('make friends of two who invite each other at once: one Sent, one Added, never an error', async () => {
      const { kith, unitOfWork, given, close } = await kithOn(placeFor);
      for (const _ of Array.from({ length: 5 })) {
        const [ann, ben] = await given.users(2);
        const actions = await Promise.all([
          kith.inviteFriend(ann.id, ben.id, 'hello'),
          kith.inviteFriend(ben.id, ann.id, 'hello'),
        ]);
        expect([...actions].sort()).to.deep.equal(['Added', 'Sent']);
        const { mine, theirs } = await unitOfWork.read(({ friendships }) => friendships.pair(ann.id, ben.id));
        expect([mine?.status, theirs?.status]).to.deep.equal(['agreed', 'agreed']);
      }
      await close();
    });

    it('fill a group to its limit and no further, with the count right, when many join at once', async () => {
      const { kith, given, close } = await kithOn(placeFor, smallGroups);
      const [creator, first] = await given.users(2);
      const others = await given.users<number>(18);
      const { group } = await kith.createGroup(creator.id, {
        name: 'a group',
        members: [creator.id, first.id],
      });
      const { fulfilled, reasons } = await settle(others.map(({ id }) => kith.joinGroup(id, group.id)));
      expect(fulfilled).to.equal(3);
      for (const reason of reasons) expect(reason).to.have.property('code', 'group-full');
      expect(await kith.getGroup(group.id)).to.include({ memberCount: 5 });
      expect(await kith.listGroupMembers(creator.id, group.id)).to.have.lengthOf(5);
      await close();
    });

    it('let nobody into more groups than the limit says, when all are made at once', async () => {
      const { kith, given, close } = await kithOn(placeFor, smallGroups);
      const [ann, ben] = await given.users(2);
      const makings = Array.from({ length: 10 }, (_, turn) =>
        kith.createGroup(ann.id, { name: `group ${turn}`, members: [ann.id, ben.id] }),
      );
      const { fulfilled, reasons } = await settle(makings);
      expect(fulfilled).to.equal(5);
      for (const reason of reasons) expect(reason).to.have.property('code', 'too-many-groups');
      expect(await kith.listMyGroups(ann.id)).to.have.lengthOf(5);
      await close();
    });

    it('let one of two register a number when both do at once', async () => {
      const { unitOfWork, given, close } = await kithOn(placeFor);
      const phone = given.phone();
      const register = (nickname: string) =>
        unitOfWork.write(({ users }) =>
          users.add({ phone, nickname, passwordHash: 'hash', at: fakeClock().now() }),
        );
      const { fulfilled, reasons } = await settle([register('Ann'), register('Ben')]);
      expect(fulfilled).to.equal(1);
      expect(reasons[0]).to.have.property('code', 'phone-taken');
      await close();
    });
  });
