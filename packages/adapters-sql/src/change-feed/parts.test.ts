import { type ChangeSet, noVersion, type UserId } from '@kith/core';
import { builders, type FakeClock, fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { connect } from '../connect.js';
import type { Database } from '../database.js';
import type { SqlStore } from '../index.js';
import { places } from '../test/places.js';
import { recorded, type Statement } from '../test/recorded.js';
import { changeFeed } from './feed.js';

const random = { fraction: () => 0.5 };

for (const [name, placeFor, define] of places)
  define(`on ${name}, an answer of more rows than are held at once`, function () {
    // The first one starts the server.
    this.timeout(60_000);

    const clock = fakeClock();
    let store: SqlStore;
    let database: Database;
    let statements: Statement[];
    let me: UserId;

    before(async () => {
      const place = await placeFor(clock);
      store = await place.open(clock);
      const asked = recorded(await connect({ url: place.url, random }));
      ({ database, statements } = asked);
      me = await aFullLife(store, clock);
    });
    after(async () => {
      await database.close();
      await store.close();
    });

    /** The parts of an answer, when `most` rows are many. */
    const partsOf = (
      most: number,
      since = noVersion,
      meanwhile = async () => {},
    ): Promise<readonly ChangeSet[]> =>
      database.read(async (trx) => {
        const parts: ChangeSet[] = [];
        await changeFeed(trx, database, { most }).stream(me, { since, era: null }, async (part) => {
          parts.push(part);
          await meanwhile();
        });
        return parts;
      });

    for (const most of [1, 2, 3, 4, 7])
      it(`is the same in parts of ${most}`, async () => {
        const [whole, ...none] = await partsOf(100);
        expect(none).to.deep.equal([]);
        const parts = await partsOf(most);
        expect(parts.length).to.be.above(5);
        const all = inOne(parts);
        expect(rowsOf(all)).to.deep.equal(rowsOf(whole));
        for (const part of parts) expect(part).to.include({ era: whole?.era, reset: false, hasMore: false });
        const longest = Math.max(
          ...parts.map(({ friends, blacklist, groups }) =>
            Math.max(friends.length, blacklist.length, groups.length),
          ),
        );
        expect(longest).to.be.at.most(most);
      });

    it('is the same to who asks for one answer', async () => {
      const [whole] = await partsOf(100);
      const pulled = await database.read((trx) =>
        changeFeed(trx, database, { most: 2 }).pull(me, { since: noVersion, era: null }),
      );
      expect(rowsOf(pulled)).to.deep.equal(rowsOf(whole));
    });

    it('is of one snapshot, whatever is written while it is read', async () => {
      const [before] = await partsOf(100);
      let turn = 0;
      const parts = await partsOf(2, noVersion, async () => {
        turn += 1;
        await store.unitOfWork.write(({ users }) =>
          users.setProfile(me, { nickname: `turn ${turn}` }, clock.now()),
        );
      });
      expect(rowsOf(inOne(parts))).to.deep.equal(rowsOf(before));
      expect(new Set(parts.map(({ version }) => version)).size).to.equal(1);
    });

    it('is read no further once its receiver fails', async () => {
      const wrong = new Error('the client went away');
      statements.length = 0;
      expect(await rejectionOf(partsOf(1, noVersion, () => Promise.reject(wrong)))).to.equal(wrong);
      expect(statements.filter(({ sql }) => /\bfound\b/.test(sql))).to.have.lengthOf(1);
    });

    it('G7: is one statement when nothing is new, and when not much is', async () => {
      const [{ version } = { version: noVersion }] = await partsOf(100);
      for (const since of [noVersion, version]) {
        statements.length = 0;
        await partsOf(100, since);
        const selects = statements.filter(({ sql }) => /\b(?:select)\b/i.test(sql));
        expect(selects).to.have.lengthOf(1);
      }
    });
  });

/** Seven friends and blocks, and seven groups of up to nine. */
async function aFullLife({ unitOfWork }: SqlStore, clock: FakeClock): Promise<UserId> {
  const given = builders(unitOfWork, clock);
  const [me, ...others] = await given.users<number>(15);
  if (!me) throw new Error('there are users');
  for (const { id } of others.slice(0, 7)) await given.friendship(me.id, id);
  for (const { id } of others.slice(7)) await given.block(me.id, id);
  for (const size of [0, 1, 2, 3, 5, 8, 0]) {
    const members = others.slice(0, size).map(({ id }) => id);
    const { id } = await given.group(me.id, members);
    if (size === 5) await given.leave(id, ...members.slice(0, 2));
  }
  return me.id;
}

const inOne = (parts: readonly ChangeSet[]): ChangeSet | undefined =>
  parts.length === 0
    ? undefined
    : parts.reduce((before, part) => ({
        ...part,
        user: before.user ?? part.user,
        blacklist: [...before.blacklist, ...part.blacklist],
        friends: [...before.friends, ...part.friends],
        groups: [...before.groups, ...part.groups],
        groupMembers: [...before.groupMembers, ...part.groupMembers],
      }));

/** In no order but their own. */
const rowsOf = (answer: ChangeSet | undefined) => ({
  user: answer?.user,
  blacklist: new Set(answer?.blacklist.map((row) => JSON.stringify(row))),
  friends: new Set(answer?.friends.map((row) => JSON.stringify(row))),
  groups: new Set(answer?.groups.map((row) => JSON.stringify(row))),
  groupMembers: new Set(answer?.groupMembers.map((row) => JSON.stringify(row))),
  count: [answer?.blacklist, answer?.friends, answer?.groups, answer?.groupMembers].map(
    (rows) => rows?.length,
  ),
});
