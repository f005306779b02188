import type { Rules } from '@kith/core';
import { expect } from 'chai';
import type { Exchange } from './answer.js';
import { add, idsOf, infoOf, join, quit } from './group-facts.js';
import { createGroup, type Kit, type Person } from './kit.js';

/** Limits that a handful of users can reach. */
export const smallLimits: Pick<Rules, 'group'> = { group: { maxMembers: 4, maxGroupsPerUser: 3 } };

/** The limits of groups (docs/wire/groups.md), on a server with small ones. */
export function groupLimitsArea({ describe, it, people }: Kit): void {
  const full = "Group's member count is out of max group member count limit (4).";

  async function statusesOf(exchanges: readonly Exchange[]): Promise<number[]> {
    const answers = await Promise.all(exchanges.map((one) => one.answer()));
    return answers.map(({ status }) => status).sort();
  }
  const codesOf = (exchanges: readonly Exchange[]) =>
    Promise.all(
      exchanges.map(async (one) => (JSON.parse((await one.answer()).text) as { code: number }).code),
    );

  describe('members', () => {
    it('at creation are limited', async () => {
      const [ann, ...others] = await people('Ann', 'B', 'C', 'D', 'E');
      await ann
        .post('/group/create', { name: 'Hikers', memberIds: idsOf([ann, ...others]) })
        .refuses(400, full);
      await createGroup(ann, ...others.slice(1));
    });

    it('fixed: are limited when adding, all or none', async () => {
      const [ann, bob, cid, dora, eve] = await people('Ann', 'Bob', 'Cid', 'Dora', 'Eve');
      const group = await createGroup(ann, bob);
      await add(ann, group, cid, dora, eve).refuses(400, full);
      expect((await infoOf(ann, group)).memberCount).to.equal(2);
      await add(ann, group, cid, dora).result();
      await add(ann, group, eve).refuses(400, full);
    });

    it('fixed: are limited when joining, and who leaves makes room', async () => {
      const [ann, bob, cid, dora, eve] = await people('Ann', 'Bob', 'Cid', 'Dora', 'Eve');
      const group = await createGroup(ann, bob, cid, dora);
      await join(eve, group).refuses(400, full);
      await quit(dora, group).succeeds();
      await join(eve, group).succeeds();
      await join(dora, group).refuses(400, full);
    });

    it('fixed: stay within the limit when many join and are added at once', async () => {
      const [ann, bob, ...others] = await people('Ann', 'Bob', 'C', 'D', 'E', 'F', 'G', 'H');
      const group = await createGroup(ann, bob);
      const [adding, joining] = [others.slice(0, 3), others.slice(3)];
      const statuses = await statusesOf([
        ...joining.map((one: Person) => join(one, group)),
        ...adding.map((one: Person) => add(bob, group, one)),
      ]);
      expect(statuses).to.deep.equal([200, 200, 400, 400, 400, 400]);
      expect((await infoOf(ann, group)).memberCount).to.equal(4);
    });
  });

  describe('groups of a user', () => {
    const create = (by: Person, other: Person) =>
      by.post('/group/create', { name: 'Hikers', memberIds: idsOf([by, other]) });

    it('fixed: are limited when creating, also when they are more than the limit already', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      for (let i = 0; i < 3; i += 1) await createGroup(ann, bob);
      await create(ann, bob).answersCode(1000);
      const [cid, dora] = await people('Cid', 'Dora');
      const fourth = await createGroup(cid, dora);
      await join(ann, fourth).succeeds();
      await create(ann, bob).answersCode(1000);
    });

    it('that were left make room', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const first = await createGroup(ann, bob);
      for (let i = 0; i < 2; i += 1) await createGroup(ann, bob);
      await quit(ann, first).succeeds();
      await createGroup(ann, bob);
    });

    it('fixed: stay within the limit when many are created at once', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const codes = await codesOf(Array.from({ length: 6 }, () => create(ann, bob)));
      expect(codes.sort()).to.deep.equal([1000, 1000, 1000, 200, 200, 200]);
      expect(await ann.get('/user/groups').result<unknown[]>()).to.have.length(3);
    });
  });
}
