import { epochMs, type Session, sessionId, type UserId } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';
import { type OpenStore, testsOn, type World } from '../test-store.js';

const day = 86_400_000;

/** The promises of `SessionRepository`. */
export function sessionRepositoryContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  const signIn = async ({ write, clock }: World, user: UserId, name: string): Promise<Session> => {
    const createdAt = clock.now();
    const session = { id: sessionId(name), user, createdAt, expiresAt: epochMs(createdAt + day) };
    await write(({ sessions }) => sessions.add(session));
    return session;
  };
  const stillIn = ({ read }: World, ...sessions: Session[]) =>
    read(async (reader) => {
      const found = await Promise.all(sessions.map(({ id }) => reader.sessions.find(id)));
      return found.map((session) => session?.id ?? null);
    });

  api.describe('a session repository', () => {
    test('finds a session it was given', async (world) => {
      const { id } = await world.given.user();
      const session = await signIn(world, id, 's'.repeat(64));
      expect(await world.read(({ sessions }) => sessions.find(session.id))).to.deep.equal(session);
    });

    test('finds an expired session: who asks compares the time', async (world) => {
      const { id } = await world.given.user();
      const session = await signIn(world, id, 'phone');
      world.clock.advance(2 * day);
      expect(await stillIn(world, session)).to.deep.equal(['phone']);
    });

    test('tells ids apart that differ in case only', async (world) => {
      const { id } = await world.given.user();
      await signIn(world, id, 'phone');
      expect(await world.read(({ sessions }) => sessions.find(sessionId('Phone')))).to.equal(null);
    });

    test('does not find a session that is revoked, or was never there', async (world) => {
      const { id } = await world.given.user();
      const [phone, tablet] = [await signIn(world, id, 'phone'), await signIn(world, id, 'tablet')];
      await world.write(({ sessions }) => sessions.revoke(phone.id));
      await world.write(({ sessions }) => sessions.revoke(phone.id));
      expect(await stillIn(world, phone, tablet)).to.deep.equal([null, 'tablet']);
    });

    test('revokes all of a user at once, and no one else', async (world) => {
      const [ann, ben] = await world.given.users(2);
      const hers = [await signIn(world, ann.id, 'phone'), await signIn(world, ann.id, 'tablet')];
      const his = await signIn(world, ben.id, 'desk');
      await world.write(({ sessions }) => sessions.revokeAll(ann.id));
      expect(await stillIn(world, ...hers, his)).to.deep.equal([null, null, 'desk']);
    });

    test('revokes all of a user but the one they use', async (world) => {
      const { id } = await world.given.user();
      const [phone, tablet] = [await signIn(world, id, 'phone'), await signIn(world, id, 'tablet')];
      await world.write(({ sessions }) => sessions.revokeAll(id, { except: tablet.id }));
      expect(await stillIn(world, phone, tablet)).to.deep.equal([null, 'tablet']);
    });

    test('prunes those that ended before a time, and says how many', async (world) => {
      const { id } = await world.given.user();
      const old = await signIn(world, id, 'old');
      world.clock.advance(day);
      const young = await signIn(world, id, 'young');
      const prune = () => world.write(({ sessions }) => sessions.prune(epochMs(old.expiresAt + 1)));
      expect(await prune()).to.equal(1);
      expect(await prune()).to.equal(0);
      expect(await stillIn(world, old, young)).to.deep.equal([null, 'young']);
    });
  });
}
