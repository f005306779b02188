import { friendshipStatus, type Pair, type UserId } from '@kith/core';
import { expect } from 'chai';
import fc from 'fast-check';
import { randomCommand, run } from './random-commands.js';
import type { TestApi } from './test-api.js';
import { type OpenStore, propertiesOn, type World } from './test-store.js';
import { castOf, useCasesOn } from './use-cases-on.js';

/** How two users may stand to each other, and to themselves (docs/wire/friends.md), one side first. */
const legalPairs = new Set(['none', '10/11', '10/21', '20/20', '20/30', '30/30']);
const legalSelves = new Set(['none', '20/20', '30/30']);

const day = 86_400_000;

/** Whatever two or three users do to each other, in whatever order and at once, friendships stay what they can be. */
export function friendshipInvariants(api: TestApi, open: OpenStore, { numRuns = 60 } = {}): void {
  const property = propertiesOn(api, open, { numRuns });
  const steps = fc.array(
    fc.record({
      commands: fc.array(randomCommand('friends'), { minLength: 1, maxLength: 3 }),
      passed: fc.constantFrom(0, 0, 2_000, 4 * day),
    }),
    { maxLength: 25, size: 'max' },
  );

  api.describe('any sequence of friend commands', () => {
    property(
      'keeps to the pairs of states that are legal, and nobody is friend and blocker at once',
      steps,
      async (world, taken) => {
        const { kith, inbox } = useCasesOn(world);
        const cast = await castOf(world, kith, inbox, 3);
        for (const { commands, passed } of taken) {
          world.clock.advance(passed);
          await Promise.all(commands.map((command) => run(kith, cast, command)));
          await expectLegal(world, cast.users);
        }
      },
    );
  });
}

async function expectLegal({ read }: World, users: readonly UserId[]): Promise<void> {
  for (const me of users)
    for (const them of users) {
      const pair = await read(({ friendships }) => friendships.pair(me, them));
      const { states, mirrored } = statesOf(pair);
      if (me === them) expect(legalSelves, `${states} of oneself`).to.include(states);
      else expect(legalPairs.has(states) || legalPairs.has(mirrored), `${states} of a pair`).to.equal(true);
      expect(pair.iBlockThem && pair.mine?.status === 'agreed', `friend and blocker, ${states}`).to.equal(
        false,
      );
    }
}

function statesOf({ mine, theirs }: Pair): { readonly states: string; readonly mirrored: string } {
  if (!mine && !theirs) return { states: 'none', mirrored: 'none' };
  const [a, b] = [mine, theirs].map((side) => (side ? friendshipStatus[side.status] : 'none'));
  return { states: `${a}/${b}`, mirrored: `${b}/${a}` };
}
