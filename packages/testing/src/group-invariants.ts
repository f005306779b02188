import { expect } from 'chai';
import fc from 'fast-check';
import { type Cast, randomCommand, run } from './random-commands.js';
import type { TestApi } from './test-api.js';
import { type OpenStore, propertiesOn, type World } from './test-store.js';
import { castOf, useCasesOn } from './use-cases-on.js';

/** Whatever is done to groups, in whatever order and at once: the count is right, and a group has one creator or is over. */
export function groupInvariants(api: TestApi, open: OpenStore, { numRuns = 40 } = {}): void {
  const property = propertiesOn(api, open, { numRuns });
  const steps = fc.array(fc.array(randomCommand('groups'), { minLength: 1, maxLength: 4 }), {
    maxLength: 25,
    size: 'max',
  });

  api.describe('any sequence of group commands', () => {
    property(
      'keeps member counts right and one creator in each group that lives',
      steps,
      async (world, taken) => {
        const { kith, inbox } = useCasesOn(world);
        const cast = await castOf(world, kith, inbox, 6);
        for (const commands of taken) {
          await Promise.all(commands.map((command) => run(kith, cast, command)));
          await expectSound(world, cast);
        }
      },
    );
  });
}

const expectSound = ({ read }: World, { groups: ids }: Cast): Promise<void> =>
  read(async ({ groups }) => {
    for (const group of await groups.findMany(ids)) {
      const members = await groups.members(group.id);
      const creators = members.filter(({ role }) => role === 'creator').map(({ userId }) => userId);
      expect(group.memberCount).to.equal(members.length);
      expect(creators).to.deep.equal(group.dismissedAt === null ? [group.creatorId] : []);
    }
  });
