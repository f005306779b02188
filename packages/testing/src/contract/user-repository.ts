import { type UserId, userId } from '@kith/core';
import { expect } from 'chai';
import { expectRefusal, settle, type TestApi } from '../test-api.js';
import { type OpenStore, testsOn } from '../test-store.js';

/** The promises of `UserRepository`. What `setProfile` stamps is part of the change feed's suite. */
export function userRepositoryContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a user repository', () => {
    test('finds a user it was given, by id and by phone', async ({ given, read, write, clock }) => {
      const phone = given.phone();
      const at = clock.now();
      const user = await write(({ users }) =>
        users.add({ phone, nickname: 'Ann', passwordHash: 'hash', at }),
      );
      expect(user).to.deep.include({ nickname: 'Ann', portraitUri: '', phone, createdAt: at, updatedAt: at });
      expect(user.id).to.be.within(1, 4_294_967_295);
      expect(await read(({ users }) => users.find(user.id))).to.deep.equal(user);
      expect(await read(({ users }) => users.findByPhone(phone))).to.deep.equal(user);
    });

    test('finds nobody behind an unknown id or phone', async ({ given, read }) => {
      const nobody = userId(4_000_000_000);
      const phone = given.phone();
      expect(await read(({ users }) => users.find(nobody))).to.equal(null);
      expect(await read(({ users }) => users.findByPhone(phone))).to.equal(null);
      expect(await read(({ users }) => users.passwordHash(nobody))).to.equal(null);
      expect(await read(({ users }) => users.imToken(nobody))).to.equal(null);
    });

    test('finds many: those that exist, ascending, each once', async ({ given, read }) => {
      const [ann, ben] = await given.users(2);
      const asked = [ben.id, userId(4_000_000_000), ann.id, ben.id];
      expect(await read(({ users }) => users.findMany(asked))).to.deep.equal([ann, ben]);
      expect(await read(({ users }) => users.findMany([]))).to.deep.equal([]);
    });

    test('pages through the ids of all, ascending', async ({ given, read }) => {
      const ids = (await given.users<number>(5)).map(({ id }) => id);
      const after = (id: UserId | null, limit: number) => read(({ users }) => users.idsAfter(id, limit));
      expect(await after(null, 2)).to.deep.equal(ids.slice(0, 2));
      expect(await after(ids[1] ?? null, 2)).to.deep.equal(ids.slice(2, 4));
      expect(await after(ids[3] ?? null, 2)).to.deep.equal(ids.slice(4));
      expect(await after(ids[4] ?? null, 2)).to.deep.equal([]);
    });

    test('refuses a phone that is taken', async ({ given, write, clock }) => {
      const { phone } = await given.user();
      const again = { phone, nickname: 'Ben', passwordHash: 'hash', at: clock.now() };
      await expectRefusal(
        write(({ users }) => users.add(again)),
        'phone-taken',
      );
    });

    test('takes the same number in another region for another phone', async ({
      given,
      read,
      write,
      clock,
    }) => {
      const { id, phone } = await given.user();
      const elsewhere = { ...phone, region: '81' };
      const at = clock.now();
      await write(({ users }) => users.add({ phone: elsewhere, nickname: 'Ben', passwordHash: 'hash', at }));
      expect(await read(({ users }) => users.findByPhone(phone))).to.include({ id });
    });

    test('gives a phone to one of those who take it at the same time', async ({ given, write, clock }) => {
      const phone = given.phone();
      const add = (nickname: string) =>
        write(async ({ users }) => {
          await users.findByPhone(phone);
          return users.add({ phone, nickname, passwordHash: 'hash', at: clock.now() });
        });
      const { fulfilled, reasons } = await settle(['a', 'b', 'c', 'd'].map(add));
      expect(fulfilled).to.equal(1);
      for (const reason of reasons) await expectRefusal(Promise.reject(reason), 'phone-taken');
    });

    test('changes what is named of a profile, and when', async ({ given, read, write, clock }) => {
      const user = await given.user('Ann');
      clock.advance(1_000);
      const updatedAt = clock.now();
      const portraitUri = 'http://example.com/ann.png';
      await write(({ users }) => users.setProfile(user.id, { portraitUri }, updatedAt));
      expect(await read(({ users }) => users.find(user.id))).to.deep.equal({
        ...user,
        portraitUri,
        updatedAt,
      });
    });

    test('keeps texts to the letter', async ({ given, read, write, clock }) => {
      const { id } = await given.user();
      for (const nickname of ['😀'.repeat(32), `O'Brien "&lt;b&gt;" \\ %_`, ' 王 小明 ', 'é e\u0301']) {
        await write(({ users }) => users.setProfile(id, { nickname }, clock.now()));
        expect(await read(({ users }) => users.find(id))).to.include({ nickname });
      }
    });

    test('keeps password hash and IM token, apart from the profile', async ({ given, read, write }) => {
      const user = await given.user('Ann');
      expect(await read(({ users }) => users.passwordHash(user.id))).to.equal('hash of Ann');
      expect(await read(({ users }) => users.imToken(user.id))).to.equal(null);

      const [hash, token] = ['h'.repeat(255), 't'.repeat(256)];
      await write(async ({ users }) => {
        await users.setPasswordHash(user.id, hash);
        await users.setImToken(user.id, token);
      });
      expect(await read(({ users }) => users.passwordHash(user.id))).to.equal(hash);
      expect(await read(({ users }) => users.imToken(user.id))).to.equal(token);
      expect(await read(({ users }) => users.find(user.id))).to.deep.equal(user);
    });
  });
}
