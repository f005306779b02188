import { expect } from 'chai';
import type { TestApi } from '../test-api.js';
import { type OpenStore, testsOn } from '../test-store.js';

/** The promises of `BlacklistRepository`. */
export function blacklistRepositoryContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a blacklist repository', () => {
    test('blocks in one direction only', async ({ given, read }) => {
      const [ann, ben] = await given.users(2);
      await given.block(ann.id, ben.id);
      expect(await read(({ blacklist }) => blacklist.isBlocked(ann.id, ben.id))).to.equal(true);
      expect(await read(({ blacklist }) => blacklist.isBlocked(ben.id, ann.id))).to.equal(false);
    });

    test('says whether it changed anything', async ({ given, write, clock }) => {
      const [ann, ben] = await given.users(2);
      const set = (active: boolean) =>
        write(({ blacklist }) => blacklist.set(ann.id, ben.id, active, clock.now()));
      expect(await set(false)).to.equal(false);
      expect(await set(true)).to.equal(true);
      expect(await set(true)).to.equal(false);
      expect(await set(false)).to.equal(true);
      expect(await set(false)).to.equal(false);
      expect(await set(true)).to.equal(true);
    });

    test('lists whom they block now, ascending by id', async ({ given, read, write, clock }) => {
      const [me, ann, ben, cas] = await given.users(4);
      for (const { id } of [cas, ben, ann]) await given.block(me.id, id);
      await given.block(ann.id, me.id);
      await write(({ blacklist }) => blacklist.set(me.id, ben.id, false, clock.now()));
      expect(await read(({ blacklist }) => blacklist.list(me.id))).to.deep.equal([ann, cas]);
    });
  });
}
