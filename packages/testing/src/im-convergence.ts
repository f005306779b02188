import {
  createUseCases,
  type ImDirectory,
  type ImEvent,
  type ImGateway,
  type UserId,
  version,
} from '@kith/core';
import { inMemoryImGateway, inMemoryPorts } from '@kith/core/in-memory';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Cast, nth, type RandomCommand, randomCommand, run } from './random-commands.js';
import type { TestApi } from './test-api.js';
import { type OpenStore, propertiesOn, type World } from './test-store.js';
import { castOf } from './use-cases-on.js';

type ImCloud = ImGateway & ImDirectory;

/** What a cloud may have got wrong; users and groups are counted round. */
interface Fault {
  readonly kind: keyof typeof faults;
  readonly me: number;
  readonly them: number;
  readonly group: number;
}

interface Scene {
  readonly before: readonly RandomCommand[];
  readonly faults: readonly Fault[];
  readonly meanwhile: readonly (readonly RandomCommand[])[];
  /** How long the cloud takes, call by call. */
  readonly delays: readonly number[];
}

/**
 * Whatever is done while the IM cloud's copy is compared with ours, and two relays deliver: when all is delivered, the cloud
 * holds what the database holds. No repair undoes a join, a quit or a block that was committed while it ran.
 */
export function imConvergence(api: TestApi, open: OpenStore, { numRuns = 100 } = {}): void {
  const property = propertiesOn(api, open, { numRuns });
  const commands = (maxLength: number) =>
    fc.array(randomCommand('groups', 'friends'), { maxLength, size: 'max' });
  const scenes: fc.Arbitrary<Scene> = fc.record({
    before: commands(8),
    faults: fc.array(randomFault, { minLength: 1, maxLength: 8, size: 'max' }),
    meanwhile: fc.array(commands(6), { minLength: 1, maxLength: 3 }),
    delays: fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }),
  });

  api.describe('an IM cloud whose copy is wrong, and reconciled while people go on', () => {
    property('holds what the database holds, in the end', scenes, async (world, scene) => {
      const cloud = inMemoryImGateway();
      const ports = inMemoryPorts();
      const slow = slowed(cloud, scene.delays);
      const kith = createUseCases({ ...ports, ...world, imGateway: slow, imDirectory: slow });
      const cast = await castOf(world, kith, ports.smsVerifier, 5);
      const deliver = async () => {
        while ((await kith.deliverOutbox()).delivered > 0);
      };
      const reconcile = async () =>
        (
          await Promise.all([
            ...cast.groups.map((group) => kith.reconcileGroup(group)),
            ...cast.users.map((user) => kith.reconcileUser(user)),
          ])
        ).flat();

      const [first] = cast.users as [UserId];
      const { group } = await kith.createGroup(first, { name: 'walkers', members: cast.users });
      cast.groups.push(group.id);
      for (const command of scene.before) await run(kith, cast, command);
      await deliver();
      for (const fault of scene.faults) await commit(cloud, world, cast, fault);

      await Promise.all([
        reconcile(),
        ...scene.meanwhile.map(async (lane) => {
          for (const command of lane) await run(kith, cast, command);
        }),
        deliver(),
        deliver(),
      ]);
      await deliver();
      // Names show where somebody is in on both sides, so a wrong one may show only now.
      expect((await reconcile()).filter(({ kind }) => kind !== 'group-name')).to.deep.equal([]);
      await deliver();
      expect(await reconcile()).to.deep.equal([]);
    });
  });
}

type MakeFault = (about: {
  readonly me: Cast['users'][number];
  readonly them: Cast['users'][number];
  readonly group: Cast['groups'][number];
}) => ImEvent;

const faults = {
  'lost member': ({ group, me }) => ({ type: 'group-left', group, members: [me] }),
  'extra member': ({ group, me }) => ({ type: 'group-joined', group, name: 'walkers', members: [me] }),
  'old name': ({ group }) => ({ type: 'group-renamed', group, name: 'an old name' }),
  'lost block': ({ me, them }) => ({ type: 'block-lifted', owner: me, target: them }),
  'extra block': ({ me, them }) => ({ type: 'block-added', owner: me, target: them }),
} as const satisfies Record<string, MakeFault>;

const randomFault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
  me: fc.nat(4),
  them: fc.nat(4),
  group: fc.nat(3),
});

/** Tells the cloud past the outbox. */
async function commit(
  cloud: ImCloud,
  { clock }: World,
  { users, groups }: Cast,
  { kind, me, them, group }: Fault,
): Promise<void> {
  const event = faults[kind]({ me: nth(users, me), them: nth(users, them), group: nth(groups, group) });
  await cloud.deliver({ event, version: version(0), at: clock.now() });
}

/** The same cloud, which takes its time to hear and to answer. */
function slowed(cloud: ImCloud, delays: readonly number[]): ImCloud {
  let calls = 0;
  const wait = async (): Promise<void> => {
    calls += 1;
    for (let turns = nth(delays, calls); turns > 0; turns -= 1) await null;
  };
  const late =
    <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      await wait();
      const answer = await call(...args);
      await wait();
      return answer;
    };
  return {
    issueToken: late(cloud.issueToken),
    deliver: late(cloud.deliver),
    groupMembers: late(cloud.groupMembers),
    groupsOf: late(cloud.groupsOf),
    blockedBy: late(cloud.blockedBy),
  };
}
