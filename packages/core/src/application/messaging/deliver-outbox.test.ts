import { expect } from 'chai';
import fc from 'fast-check';
import { DomainError } from '../../domain/errors.js';
import { type ImEvent, orderingKey } from '../../domain/events.js';
import { groupId } from '../../domain/ids.js';
import { productionRules } from '../../domain/rules.js';
import type { ImGateway, StampedEvent } from '../../ports/im-gateway.js';
import type { UnitOfWork } from '../../ports/unit-of-work.js';
import { type Kith, kithInMemory, refusal } from '../../test/kith.js';
import { deliverOutbox } from '../index.js';

const renamed = (group: number, name: string): ImEvent => ({
  type: 'group-renamed',
  group: groupId(group),
  name,
});
const nothing = { delivered: 0, retried: 0, postponed: 0, dead: 0 };

describe('the relay', () => {
  let kith: Kith;
  beforeEach(() => {
    kith = kithInMemory();
  });
  const write = (...events: ImEvent[]) =>
    kith.unitOfWork.write(async ({ outbox }) => {
      for (const event of events) await outbox.add(event, kith.clock.now());
    });
  const names = (delivered: readonly StampedEvent[] = kith.imGateway.delivered) =>
    delivered.map(({ event }) => (event.type === 'group-renamed' ? event.name : event.type));
  const waiting = async () => {
    const { pending, dead } = await kith.unitOfWork.read(({ outbox }) => outbox.counts());
    return { pending, dead };
  };

  it('delivers what was written, with the stamp of its transaction, and nothing twice', async () => {
    const at = kith.clock.now();
    await write(renamed(1, 'a'));
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 1 });
    expect(await kith.deliverOutbox()).to.deep.equal(nothing);
    const [stamped] = kith.imGateway.delivered;
    expect(stamped).to.have.all.keys('event', 'version', 'at');
    expect(stamped).to.deep.include({ event: renamed(1, 'a'), at });
    expect(stamped?.version).to.be.above(0);
    expect(await waiting()).to.deep.equal({ pending: 0, dead: 0 });
  });

  it('keeps the order of a key', async () => {
    await write(renamed(1, 'a'), renamed(1, 'b'), renamed(2, 'x'), renamed(1, 'c'));
    while ((await kith.deliverOutbox()).delivered > 0);
    expect(names().filter((name) => name !== 'x')).to.deep.equal(['a', 'b', 'c']);
  });

  it('lets a failure hold back what is behind it in its key, and nothing else', async () => {
    await write(renamed(1, 'a'), renamed(1, 'b'));
    kith.imGateway.failNext('im-unavailable');
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, retried: 1 });
    await write(renamed(2, 'x'));
    kith.imGateway.failNext('im-unavailable', 0);
    await kith.deliverOutbox();
    expect(names()).to.include('x').and.not.to.include('b');
    kith.clock.advance(1_000);
    await kith.deliverOutbox();
    await kith.deliverOutbox();
    expect(names().filter((name) => name !== 'x')).to.deep.equal(['a', 'b']);
  });

  it('waits longer from try to try, and gives up after the 12th: the letter is dead, kept, with its reason', async () => {
    await write(renamed(1, 'a'), renamed(1, 'b'));
    kith.imGateway.failNext('im-unavailable', 12);
    for (let failure = 1; failure < 12; failure += 1) {
      expect(await kith.deliverOutbox(), `try ${failure}`).to.deep.equal({ ...nothing, retried: 1 });
      kith.clock.advance(productionRules.outbox.maxRetryMs);
    }
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, dead: 1 });
    const [letter] = await kith.listDeadLetters(10);
    expect(letter).to.deep.include({ event: renamed(1, 'a'), attempts: 12, lastError: 'im-unavailable' });
    expect(await kith.deliverOutbox(), 'what is behind it goes on').to.deep.equal({
      ...nothing,
      delivered: 1,
    });
  });

  it('makes no dead letters of an outage, however long: without an answer no try is counted', async () => {
    await write(renamed(1, 'a'), renamed(1, 'b'));
    kith.imGateway.goDown();
    for (let pass = 0; pass < 50; pass += 1) {
      expect(await kith.deliverOutbox(), `pass ${pass}`).to.deep.equal({ ...nothing, postponed: 1 });
      kith.clock.advance(productionRules.outbox.maxRetryMs);
    }
    kith.imGateway.recover();
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 1 });
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 1 });
    expect(names()).to.deep.equal(['a', 'b']);
  });

  it('asks again no sooner than the cloud wants to be asked', async () => {
    const busy: ImGateway = {
      ...kith.imGateway,
      deliver: () =>
        Promise.reject(new DomainError('im-unavailable', { retryAfterMs: 7_000, answered: false })),
    };
    await write(renamed(1, 'a'));
    await deliverOutbox({ ...kith, imGateway: busy })();
    kith.clock.advance(6_999);
    expect(await kith.deliverOutbox()).to.deep.equal(nothing);
    kith.clock.advance(1);
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 1 });
  });

  it('does not say again what may have arrived: it is kept as a dead letter', async () => {
    await write(renamed(1, 'a'), renamed(1, 'b'));
    kith.imGateway.failNext('im-uncertain');
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, dead: 1 });
    const [letter] = await kith.listDeadLetters(10);
    expect(letter).to.deep.include({ attempts: 1, lastError: 'im-uncertain: told to' });
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 1 });
  });

  it('does not try again what was refused', async () => {
    await write(renamed(1, 'a'), renamed(2, 'x'));
    kith.imGateway.refuse((event) => event.type === 'group-renamed' && event.name === 'a');
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 1, dead: 1 });
    const [letter] = await kith.listDeadLetters(10);
    expect(letter).to.deep.include({ attempts: 1, lastError: 'im-refused: group-renamed' });
  });

  it('tries again after an error that nobody expected, and keeps no more than 255 characters of it', async () => {
    const broken: ImGateway = {
      ...kith.imGateway,
      deliver: () => Promise.reject(new Error('x'.repeat(1_000))),
    };
    await write(renamed(1, 'a'));
    expect(await deliverOutbox({ ...kith, imGateway: broken })()).to.deep.equal({ ...nothing, retried: 1 });
    kith.clock.advance(1_000);
    const [entry] = await kith.unitOfWork.write(({ outbox }) =>
      outbox.claim({ now: kith.clock.now(), leaseUntil: kith.clock.now(), limit: 1 }),
    );
    expect(entry?.lastError).to.equal('x'.repeat(255));
  });

  it('that dies loses its lease: another one delivers, after 30 s and not before', async () => {
    await write(renamed(1, 'a'));
    const never: ImGateway = { ...kith.imGateway, deliver: () => new Promise(() => undefined) };
    void deliverOutbox({ ...kith, imGateway: never })();
    await kith.unitOfWork.write(async () => undefined);

    kith.clock.advance(productionRules.outbox.leaseMs - 1);
    expect(await kith.deliverOutbox()).to.deep.equal(nothing);
    kith.clock.advance(1);
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 1 });
  });

  it('begins nothing in the second half of its lease: a slow cloud makes no doubles', async () => {
    await write(...Array.from({ length: 20 }, (_, index) => renamed(index + 1, `n${index}`)));
    const slow: ImGateway = {
      ...kith.imGateway,
      deliver: async (stamped) => {
        await kith.imGateway.deliver(stamped);
        kith.clock.advance(4_000);
      },
    };
    const { delivered, postponed } = await deliverOutbox({ ...kith, imGateway: slow })();
    expect(delivered).to.be.within(8, 11);
    expect(delivered + postponed, 'the others may be taken at once').to.equal(20);
    await kith.deliverOutbox();
    expect(new Set(names()).size).to.equal(20);
    expect(names()).to.have.length(20);
  });

  it('writes down each delivery as it comes: one that dies says again only what was on its way', async () => {
    await write(...Array.from({ length: 20 }, (_, index) => renamed(index + 1, `n${index}`)));
    const stuck: ImGateway = {
      ...kith.imGateway,
      deliver: (stamped) =>
        stamped.event.type === 'group-renamed' && stamped.event.name === 'n0'
          ? new Promise(() => undefined)
          : kith.imGateway.deliver(stamped),
    };
    void deliverOutbox({ ...kith, imGateway: stuck })();
    while (kith.imGateway.delivered.length < 19) await waiting();
    // Writes wait for one another: behind this one nothing of it is left to be written.
    for (let write = 0; write < 3; write += 1) await kith.unitOfWork.write(async () => undefined);
    expect(await waiting()).to.deep.equal({ pending: 1, dead: 0 });
  });

  it('begins nothing more once it is over, and leaves the rest to others at once', async () => {
    await write(...Array.from({ length: 20 }, (_, index) => renamed(index + 1, `n${index}`)));
    const isOver = () => kith.imGateway.delivered.length >= 8;
    expect(await kith.deliverOutbox({ isOver })).to.deep.equal({ ...nothing, delivered: 8, postponed: 12 });
    expect(await kith.deliverOutbox()).to.deep.equal({ ...nothing, delivered: 12 });
  });

  it('delivers no more when nothing can be written down, and says so', async () => {
    await write(...Array.from({ length: 40 }, (_, index) => renamed(index + 1, `n${index}`)));
    let writes = 0;
    const broken: UnitOfWork = {
      ...kith.unitOfWork,
      write: (work) => {
        writes += 1;
        return writes === 1
          ? kith.unitOfWork.write(work)
          : Promise.reject(new DomainError('storage-unavailable'));
      },
    };
    await refusal(deliverOutbox({ ...kith, unitOfWork: broken })(), 'storage-unavailable');
    expect(kith.imGateway.delivered.length).to.be.within(1, 16);
    expect(await waiting()).to.deep.equal({ pending: 40, dead: 0 });
  });

  it('has no more than 8 deliveries on their way at once, and no more than one of a key', async () => {
    await write(...Array.from({ length: 60 }, (_, index) => renamed((index % 30) + 1, `n${index}`)));
    const onTheirWay: string[] = [];
    let most = 0;
    const watched: ImGateway = {
      ...kith.imGateway,
      deliver: async (stamped) => {
        const key = orderingKey(stamped.event);
        expect(onTheirWay).not.to.include(key);
        onTheirWay.push(key);
        most = Math.max(most, onTheirWay.length);
        await Promise.resolve();
        await kith.imGateway.deliver(stamped);
        onTheirWay.splice(onTheirWay.indexOf(key), 1);
      },
    };
    const relay = deliverOutbox({ ...kith, imGateway: watched });
    expect(await relay()).to.deep.equal({ ...nothing, delivered: 30 });
    expect(await relay()).to.deep.equal({ ...nothing, delivered: 30 });
    expect(most).to.equal(8);
  });

  it('works beside others: each entry once, each key in order, whatever fails', async () => {
    const written = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 15 });
    const failing = fc.array(fc.boolean(), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(written, failing, async (groups, failures) => {
        kith = kithInMemory();
        await write(...groups.map((group, index) => renamed(group, `${group}:${index}`)));
        const rest = [...failures];
        const flaky: ImGateway = {
          ...kith.imGateway,
          deliver: (stamped) =>
            rest.pop() ? Promise.reject(new Error('flaky')) : kith.imGateway.deliver(stamped),
        };
        const relay = deliverOutbox({ ...kith, imGateway: flaky });
        for (let round = 0; (await waiting()).pending > 0 && round < 100; round += 1) {
          await Promise.all([relay(), relay(), relay()]);
          kith.clock.advance(productionRules.outbox.maxRetryMs);
        }
        for (const group of [1, 2, 3]) {
          const mine = groups.flatMap((each, index) => (each === group ? [`${group}:${index}`] : []));
          expect(names().filter((name) => name.startsWith(`${group}:`))).to.deep.equal(mine);
        }
      }),
      { numRuns: 50 },
    );
  });
});
