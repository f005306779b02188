import { epochMs, type ImEvent, type OutboxEntry, type OutboxEvent, type UserId } from '@kith/core';
import { expect } from 'chai';
import { rejectionOf, type TestApi, times } from '../test-api.js';
import { type OpenStore, testsOn, type World } from '../test-store.js';

const leaseMs = 30_000;

/** The promises of `Outbox`. */
export function outboxContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('an outbox: what is written', () => {
    test('keeps events to the letter, with time and version of their transaction', async (world) => {
      const [ann, ben] = await world.given.users(2);
      const event: ImEvent = {
        type: 'contact-notice',
        operation: 'Request',
        from: { id: ann.id, nickname: '😀 "O\'Brien"' },
        to: ben.id,
        message: '&lt;b&gt; \\ 王',
      };
      const at = world.clock.now();
      await world.write(async ({ outbox, friendships }) => {
        await friendships.apply(ann.id, ben.id, { mine: { status: 'requesting' } }, at);
        await outbox.add(event, at);
      });
      const [entry] = await claim(world);
      const { friends } = await world.pull(ann.id);
      expect(entry).to.deep.equal({
        id: entry?.id,
        event,
        at,
        version: friends[0]?.version,
        attempts: 0,
        lastError: null,
      });
    });

    test('adds once what waits already in its line, or is on its way; and again when it is done or given up', async (world) => {
      const { key, other } = await lines(world);
      const addOnce = (event: ImEvent) =>
        world.write(({ outbox }) => outbox.addOnce(event, world.clock.now()));
      await addOnce(key(1));
      await addOnce(key(2));
      await addOnce(other(1));
      const [first] = await claim(world, { limit: 1 });
      await addOnce(key(3));
      expect(await counts(world)).to.deep.equal({ pending: 2, dead: 0 });
      await world.write(({ outbox }) => outbox.remove([first?.id ?? 0]));
      await addOnce(key(4));
      expect((await claim(world)).map(({ event }) => textOf(event))).to.have.members(['other 1', 'key 4']);

      world.clock.advance(leaseMs);
      for (const entry of await claim(world)) await bury(world, entry);
      await addOnce(key(5));
      expect(await claimed(world)).to.deep.equal(['key 5']);
    });

    test('keeps nothing of a transaction that fails', async (world) => {
      const [ann, ben] = await world.given.users(2);
      await rejectionOf(
        world.write(async ({ outbox }) => {
          await outbox.add({ type: 'block-added', owner: ann.id, target: ben.id }, world.clock.now());
          throw new Error('no');
        }),
      );
      expect(await counts(world)).to.deep.equal({ pending: 0, dead: 0 });
      expect(await claim(world)).to.deep.equal([]);
    });
  });

  api.describe('an outbox: claiming', () => {
    test('hands out the first of each ordering key only, in the order written', async (world) => {
      const { key, other } = await lines(world);
      await add(world, key(1), key(2), other(1), key(3));
      expect(await claimed(world)).to.deep.equal(['key 1', 'other 1']);
    });

    test('hands out the next of a key when the one before it is delivered', async (world) => {
      const { key } = await lines(world);
      await add(world, key(1), key(2), key(3));
      const order: string[] = [];
      for (const _ of times(3))
        for (const { id, event } of await claim(world)) {
          order.push(textOf(event));
          await world.write(({ outbox }) => outbox.remove([id]));
        }
      expect(order).to.deep.equal(['key 1', 'key 2', 'key 3']);
      expect(await counts(world)).to.deep.equal({ pending: 0, dead: 0 });
    });

    test('hands out no more than asked for', async (world) => {
      const { key, other } = await lines(world);
      await add(world, key(1), other(1));
      expect(await claim(world, { limit: 1 })).to.have.lengthOf(1);
      expect(await claim(world, { limit: 1 })).to.have.lengthOf(1);
      expect(await claim(world, { limit: 1 })).to.have.lengthOf(0);
    });

    test('hands out nothing of a key while another relay holds its first', async (world) => {
      const { key } = await lines(world);
      await add(world, key(1), key(2));
      await claim(world);
      world.clock.advance(leaseMs - 1);
      expect(await claimed(world)).to.deep.equal([]);
    });

    test('hands out again what a relay took and died with, when the lease is over', async (world) => {
      const { key } = await lines(world);
      await add(world, key(1), key(2));
      await claim(world);
      world.clock.advance(leaseMs);
      expect(await claimed(world)).to.deep.equal(['key 1']);
    });

    test('hands out each entry once to relays that claim at once', async (world) => {
      const users = await world.given.users(12);
      await add(world, ...users.map((user) => profileChanged(user.id, `of ${user.id}`)));
      const taken = await Promise.all(times(6).map(() => claim(world, { limit: 3 })));
      const ids = taken.flat().map(({ id }) => id);
      expect(new Set(ids).size).to.equal(ids.length);
      const rest = await claim(world);
      expect(ids.length + rest.length).to.equal(12);
    });
  });

  api.describe('an outbox: failures', () => {
    test('counts a failure, keeps its reason, and waits until it is due, its key behind it', async (world) => {
      const { key, other } = await lines(world);
      await add(world, key(1), key(2), other(1));
      const [first] = await claim(world);
      const dueAt = epochMs(world.clock.now() + 1_000);
      await world.write(({ outbox }) => outbox.retry(first?.id ?? 0, { error: 'no answer', dueAt }));
      world.clock.advance(999);
      expect(await claimed(world)).to.deep.equal([]);
      world.clock.advance(1);
      const [again] = await claim(world);
      expect(again).to.deep.equal({ ...first, attempts: 1, lastError: 'no answer' });
    });

    test('postpones without counting, its key behind it', async (world) => {
      const { key, other } = await lines(world);
      await add(world, key(1), key(2), other(1));
      const [first] = await claim(world);
      const dueAt = epochMs(world.clock.now() + 1_000);
      await world.write(({ outbox }) => outbox.postpone(first?.id ?? 0, { error: 'down', dueAt }));
      world.clock.advance(999);
      expect(await claimed(world)).to.deep.equal([]);
      world.clock.advance(1);
      const [again] = await claim(world);
      expect(again).to.deep.equal({ ...first, attempts: 0, lastError: 'down' });
    });

    test('keeps what is given up, and lets its key go on', async (world) => {
      const { key } = await lines(world);
      await add(world, key(1), key(2));
      const [first] = await claim(world);
      await bury(world, first);
      expect(await counts(world)).to.deep.equal({ pending: 1, dead: 1 });
      expect(await world.read(({ outbox }) => outbox.dead(10))).to.deep.equal([
        { ...first, attempts: 1, lastError: 'refused' },
      ]);
      expect(await claimed(world)).to.deep.equal(['key 2']);
    });

    test('lists those given up, oldest first, no more than asked for', async (world) => {
      const { key, other } = await lines(world);
      await add(world, key(1), other(1));
      const [first, second] = await claim(world);
      await bury(world, second);
      await bury(world, first);
      const dead = (limit: number) => world.read(({ outbox }) => outbox.dead(limit));
      expect((await dead(10)).map(({ event }) => textOf(event))).to.deep.equal(['key 1', 'other 1']);
      expect(await dead(1)).to.have.lengthOf(1);
    });

    test('finds those given up by their ids, oldest first, each once, and no others', async (world) => {
      const { key, other } = await lines(world);
      await add(world, key(1), other(1), key(2));
      const [first, second] = await claim(world);
      await bury(world, second);
      await bury(world, first);
      const [third] = await claim(world);
      const ids = [second, first, third, first].map((entry) => entry?.id ?? 0);
      const letters = await world.read(({ outbox }) => outbox.letters([...ids, 4_000_000_000]));
      expect(letters.map(({ event }) => textOf(event))).to.deep.equal(['key 1', 'other 1']);
      expect(await world.read(({ outbox }) => outbox.letters([]))).to.deep.equal([]);
    });

    test('makes dead entries pending again: due now, no attempts, at the end of their line', async (world) => {
      const { key } = await lines(world);
      await add(world, key(1), key(2), key(3));
      const [first] = await claim(world);
      await bury(world, first);
      const now = world.clock.now();
      const revived = await world.write(({ outbox }) => outbox.revive([first?.id ?? 0], now));
      expect(revived).to.equal(1);
      expect(await counts(world)).to.deep.equal({ pending: 3, dead: 0 });

      const order: string[] = [];
      const attempts: number[] = [];
      for (const _ of times(3))
        for (const entry of await claim(world)) {
          order.push(textOf(entry.event));
          attempts.push(entry.attempts);
          await world.write(({ outbox }) => outbox.remove([entry.id]));
        }
      expect(order).to.deep.equal(['key 2', 'key 3', 'key 1']);
      expect(attempts).to.deep.equal([0, 0, 0]);
    });

    test('revives nothing that is not dead', async (world) => {
      const { key } = await lines(world);
      await add(world, key(1));
      const [first] = await claim(world);
      const ids = [first?.id ?? 0, 4_000_000_000];
      expect(await world.write(({ outbox }) => outbox.revive(ids, world.clock.now()))).to.equal(0);
      expect(await claimed(world)).to.deep.equal([]);
    });

    test('drops dead entries, and no others', async (world) => {
      const { key, other } = await lines(world);
      await add(world, key(1), other(1));
      const [first, second] = await claim(world);
      await bury(world, first);
      const ids = [first?.id ?? 0, second?.id ?? 0, first?.id ?? 0, 4_000_000_000];
      expect(await world.write(({ outbox }) => outbox.drop(ids))).to.equal(1);
      expect(await counts(world)).to.deep.equal({ pending: 1, dead: 0 });
      expect(await world.write(({ outbox }) => outbox.drop(ids))).to.equal(0);
    });

    test('says since when the oldest waits: not since when a dead one does', async (world) => {
      expect(await oldest(world)).to.equal(null);
      const { key, other } = await lines(world);
      await add(world, key(1));
      world.clock.advance(1_000);
      const second = world.clock.now();
      await add(world, other(1));
      const [first] = await claim(world, { limit: 1 });
      expect(await oldest(world)).to.equal(second - 1_000);
      await bury(world, first);
      expect(await oldest(world)).to.equal(second);
    });
  });
}

const profileChanged = (id: UserId, nickname: string): ImEvent => ({
  type: 'profile-changed',
  user: { id, nickname, portraitUri: '' },
});
const textOf = (event: OutboxEvent): string =>
  event.type === 'profile-changed' ? event.user.nickname : event.type;

/** Two ordering keys: events of two users. */
async function lines({ given }: World) {
  const [ann, ben] = await given.users(2);
  return {
    key: (turn: number) => profileChanged(ann.id, `key ${turn}`),
    other: (turn: number) => profileChanged(ben.id, `other ${turn}`),
  };
}

/** Each in a transaction of its own. */
async function add({ write, clock }: World, ...events: ImEvent[]): Promise<void> {
  for (const event of events) await write(({ outbox }) => outbox.add(event, clock.now()));
}

const claim = ({ write, clock }: World, { limit = 100 } = {}): Promise<readonly OutboxEntry[]> =>
  write(({ outbox }) =>
    outbox.claim({ now: clock.now(), leaseUntil: epochMs(clock.now() + leaseMs), limit }),
  );
const claimed = async (world: World) => (await claim(world)).map(({ event }) => textOf(event));
const counts = async ({ read }: World) => {
  const { pending, dead } = await read(({ outbox }) => outbox.counts());
  return { pending, dead };
};
const oldest = async ({ read }: World) => (await read(({ outbox }) => outbox.counts())).oldestPendingAt;
const bury = ({ write }: World, entry: OutboxEntry | undefined) =>
  write(({ outbox }) => outbox.bury(entry?.id ?? 0, { error: 'refused' }));
