import { type Clock, epochMs, type ImEvent, type OutboxEntry, type WriteSession } from '@kith/core';
import { type Builders, builders, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import type { SqlStore } from './index.js';
import { gate } from './test/gate.js';
import { places } from './test/places.js';

for (const [name, placeFor, define] of places.filter(([name]) => name !== 'SQLite'))
  define(`the outbox on ${name}, with several at work`, function () {
    this.timeout(60_000);
    let clock: Clock;
    let store: SqlStore;
    let given: Builders;

    beforeEach(async () => {
      clock = fakeClock();
      store = await (await placeFor(clock)).open(clock);
      given = builders(store.unitOfWork, clock);
    });
    afterEach(() => store.close());

    const claim = ({ outbox }: WriteSession, limit = 100): Promise<readonly OutboxEntry[]> =>
      outbox.claim({ now: clock.now(), leaseUntil: epochMs(clock.now() + 30_000), limit });
    const renamed = (id: Parameters<Builders['leave']>[1], nickname: string): ImEvent => ({
      type: 'profile-changed',
      user: { id, nickname, portraitUri: '' },
    });
    const add = (...events: ImEvent[]) =>
      store.unitOfWork.write(async ({ outbox }) => {
        for (const event of events) await outbox.add(event, clock.now());
      });

    it('lets a relay claim while another is in the middle of it: neither waits, none gets what the other has', async () => {
      const users = await given.users(6);
      await add(...users.map(({ id }) => renamed(id, 'new')));
      const [claimed, goOn] = [gate(), gate()];
      const first = store.unitOfWork.write(async (session) => {
        const entries = await claim(session, 3);
        claimed.open();
        await goOn.opened;
        return entries;
      });
      await claimed.opened;
      const second = await store.unitOfWork.write((session) => claim(session));
      goOn.open();
      const ids = [...(await first), ...second].map(({ id }) => id);
      expect(second).to.have.lengthOf(3);
      expect(new Set(ids).size).to.equal(6);
    });

    it('hands out nothing of a key whose first entry another relay is just claiming', async () => {
      const { id } = await given.user();
      await add(renamed(id, 'first'), renamed(id, 'second'));
      const [claimed, goOn] = [gate(), gate()];
      const first = store.unitOfWork.write(async (session) => {
        await claim(session);
        claimed.open();
        await goOn.opened;
      });
      await claimed.opened;
      expect(await store.unitOfWork.write((session) => claim(session))).to.deep.equal([]);
      goOn.open();
      await first;
    });

    it('keeps the order of a key in which its transactions were committed, however many there are at once', async () => {
      const creator = await given.user();
      const { id } = await given.group(creator.id);
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.unitOfWork.write(async ({ lockGroup, groups, outbox }) => {
            await lockGroup(id);
            const turn = Number((await groups.find(id))?.bulletin ?? 0) + 1;
            await groups.update(id, { bulletin: String(turn) }, clock.now());
            await outbox.add({ type: 'group-renamed', group: id, name: String(turn) }, clock.now());
          }),
        ),
      );
      const order: string[] = [];
      for (let turn = 0; turn < 20; turn += 1)
        await store.unitOfWork.write(async (session) => {
          for (const { id: entry, event } of await claim(session)) {
            if (event.type === 'group-renamed') order.push(event.name);
            await session.outbox.remove([entry]);
          }
        });
      expect(order).to.deep.equal(Array.from({ length: 20 }, (_, turn) => String(turn + 1)));
    });

    it('revives a dead entry once when two ask for it at once', async () => {
      const { id } = await given.user();
      await add(renamed(id, 'new'));
      const dead = await store.unitOfWork.write(async (session) => {
        const [entry] = await claim(session);
        await session.outbox.bury(entry?.id ?? 0, { error: 'refused' });
        return entry?.id ?? 0;
      });
      const revive = () => store.unitOfWork.write(({ outbox }) => outbox.revive([dead], clock.now()));
      const counts = await Promise.all(Array.from({ length: 5 }, revive));
      expect(counts.reduce((sum, count) => sum + count)).to.equal(1);
      expect(await store.unitOfWork.read(({ outbox }) => outbox.counts())).to.include({
        pending: 1,
        dead: 0,
      });
    });
  });
