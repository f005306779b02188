import type { ChangeSet, PullOptions, UseCases, UserId } from '@kith/core';
import { noVersion } from '@kith/core';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Cast, maxUsers, nth, type RandomCommand, randomCommand, run } from './random-commands.js';
import { type SyncClient, syncClient } from './sync-client.js';
import type { TestApi } from './test-api.js';
import { type OpenStore, propertiesOn, type World } from './test-store.js';
import { castOf, useCasesOn } from './use-cases-on.js';

const beginning = 3;
const devicesPerUser = 2;
const day = 86_400_000;
/** Far more than there are rows. */
const mostPages = 1_000;

/** How one device asks once: for all, or for a page of about `limit` rows. It may apply the answer twice. */
interface Asking extends PullOptions {
  readonly device: number;
  readonly twice: boolean;
}

type Act =
  | { readonly kind: 'command'; readonly command: RandomCommand }
  | ({ readonly kind: 'sync'; readonly user: number } & Asking)
  | ({ readonly kind: 'sync all' } & Asking);

/** What happens at once, or to the store as a whole. */
type Step =
  | { readonly kind: 'acts'; readonly acts: readonly Act[] }
  | { readonly kind: 'time'; readonly passed: number }
  | { readonly kind: 'restart' | 'backup' | 'restore' };

const asking = {
  device: fc.nat(devicesPerUser - 1),
  twice: fc.boolean(),
  limit: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
};

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      command: randomCommand('friends', 'profiles', 'groups'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('sync' as const), user: fc.nat(maxUsers - 1), ...asking }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('sync all' as const), ...asking }),
  },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('acts' as const),
      acts: fc.array(act, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      passed: fc.constantFrom(-5_000, 1, 5_000, 2 * day),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('restart', 'backup', 'restore') }) },
);

/**
 * G2 and G3 of docs/wire/sync.md: whatever several users do in whatever order, at once too, and whenever their devices
 * sync in between, page by page or not, one more sync makes each device's copy equal to a fresh one; and no version ever
 * goes down.
 */
export function syncConvergence(
  api: TestApi,
  open: OpenStore,
  { numRuns = 100, ...parameters }: ConvergenceParameters = {},
): void {
  const property = propertiesOn(api, open, { numRuns, ...parameters });

  api.describe('syncing devices', () => {
    property(
      'end up with what a fresh device gets, whatever was done and whenever they synced',
      fc.array(step, { maxLength: 40, size: 'max' }),
      async (world, steps) => {
        const play = await begin(world);
        for (const each of steps) await play.take(each);
        await play.expectConvergence();
      },
    );
  });
}

interface ConvergenceParameters {
  readonly numRuns?: number;
  /** Plays the same runs each time. */
  readonly seed?: number;
}

async function begin(world: World) {
  const { kith, inbox } = useCasesOn(world);
  const cast = await castOf(world, kith, inbox, beginning);
  const devices = fleet(kith);
  let latest: number = world.clock.now();
  let restore: (() => Promise<void>) | null = null;

  /** Who signed up after the backup is gone, with their sessions: they cannot act any more. */
  const forgetTheLost = async () => {
    const kept = await kith.getUsers(cast.users);
    cast.users.splice(0, cast.users.length, ...kept.map(({ id }) => id));
  };
  const takeAct = async (each: Act): Promise<void> => {
    switch (each.kind) {
      case 'command':
        await run(kith, cast, each.command);
        break;
      case 'sync':
        await devices.sync(nth(cast.users, each.user), each);
        break;
      case 'sync all':
        await Promise.all(cast.users.map((user) => devices.sync(user, each)));
    }
  };

  return {
    async take(each: Step): Promise<void> {
      switch (each.kind) {
        case 'acts':
          await Promise.all(each.acts.map(takeAct));
          break;
        case 'time':
          world.clock.advance(each.passed);
          latest = Math.max(latest, world.clock.now());
          break;
        case 'restart':
          await world.restart();
          break;
        case 'backup':
          restore = await world.backup();
          break;
        case 'restore':
          // A backup is restored later than all that it lacks.
          latest += 1_000;
          world.clock.set(latest);
          await restore?.();
          restore = null;
          await forgetTheLost();
      }
    },
    expectConvergence: () => expectConvergence(kith, cast, devices),
  };
}

type Fleet = ReturnType<typeof fleet>;

/** The devices of all users. */
function fleet(kith: UseCases) {
  const devices = new Map<string, SyncClient>();
  const deviceOf = (user: UserId, device: number): SyncClient => {
    const key = `${user}/${device}`;
    const known = devices.get(key) ?? syncClient();
    devices.set(key, known);
    return known;
  };

  return {
    deviceOf,
    /** @returns whether there is more */
    async sync(user: UserId, { device, twice, limit }: Asking): Promise<boolean> {
      const client = deviceOf(user, device);
      const { version, era } = client.position();
      const answer = await kith.pullChanges(user, { since: version, era }, { limit });
      expectProgress(version, answer);
      // Another sync of the device may have been answered meanwhile: an app ignores the answer that is behind.
      if (answer.version < client.position().version && !answer.reset) return true;
      client.apply(answer);
      if (twice) client.apply(answer);
      return answer.hasMore;
    },
  };
}

function expectProgress(since: number, { version, reset, hasMore }: ChangeSet): void {
  expect(version).to.satisfy(Number.isSafeInteger);
  if (!reset) expect(version).to.be.at.least(hasMore ? since + 1 : since);
}

async function expectConvergence(kith: UseCases, cast: Cast, { deviceOf, sync }: Fleet): Promise<void> {
  for (const user of cast.users) {
    const fresh = syncClient().apply(await kith.pullChanges(user, { since: noVersion, era: null }));
    for (let device = 0; device < devicesPerUser; device += 1) {
      // The first asks for all at once, the second for a row at a time.
      const asking: Asking = { device, twice: false, limit: device === 0 ? undefined : device };
      for (let page = 1; await sync(user, asking); page += 1) expect(page).to.be.below(mostPages);
      expect(deviceOf(user, device).contents()).to.deep.equal(fresh.contents());
    }
  }
}
