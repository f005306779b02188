import { epochMs, groupId, type Presence, type RoutedMessage, type UserId, userId } from '@kith/core';
import { expect } from 'chai';
import { settle, type TestApi } from '../test-api.js';
import { type OpenStore, testsOn, type World } from '../test-store.js';

const ann = userId(4_294_967_295);
const ben = userId(2);

/** The promises of `ImRecordRepository`. */
export function imRecordRepositoryContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  const presenceOf = (user: UserId, at: number, rest: Partial<Presence> = {}): Presence => ({
    user,
    status: 'online',
    os: 'iOS',
    at: epochMs(at),
    session: 's'.repeat(128),
    ...rest,
  });
  const message = (uid: string, rest: Partial<RoutedMessage> = {}): RoutedMessage => ({
    uid,
    from: ann,
    conversation: { kind: 'private', to: ben },
    directedTo: [],
    objectName: 'RC:TxtMsg',
    content: '{"content":"hi"}',
    source: 'iOS',
    sentAt: epochMs(1_000),
    ...rest,
  });
  const save = ({ write }: World, presence: Presence) =>
    write(({ imRecords }) => imRecords.savePresence(presence));
  const add = ({ write }: World, added: RoutedMessage) =>
    write(({ imRecords }) => imRecords.addMessage(added));
  const presenceIn = ({ read }: World, user: UserId) => read(({ imRecords }) => imRecords.presence(user));
  const messageIn = ({ read }: World, uid: string) => read(({ imRecords }) => imRecords.message(uid));

  api.describe('a repository of what the IM cloud tells', () => {
    test('has a presence for each user that it heard of, known to us or not', async (world) => {
      await save(world, presenceOf(ann, 1_000));
      await save(world, presenceOf(ben, 2_000, { status: 'logged-out', os: '', session: '' }));
      expect(await presenceIn(world, ann)).to.deep.equal(presenceOf(ann, 1_000));
      expect(await presenceIn(world, ben)).to.deep.equal(
        presenceOf(ben, 2_000, { status: 'logged-out', os: '', session: '' }),
      );
      expect(await presenceIn(world, userId(3))).to.equal(null);
    });

    test('keeps the last presence, whichever was told last', async (world) => {
      await save(world, presenceOf(ann, 2_000));
      await save(world, presenceOf(ann, 1_000, { status: 'offline' }));
      expect(await presenceIn(world, ann)).to.have.property('status', 'online');
      await save(world, presenceOf(ann, 2_000, { status: 'offline', os: 'PC', session: 'another' }));
      expect(await presenceIn(world, ann)).to.deep.equal(
        presenceOf(ann, 2_000, { status: 'offline', os: 'PC', session: 'another' }),
      );
    });

    test('keeps the last presence when several are told at once', async (world) => {
      const times = [5, 3, 8, 1, 9, 2, 7];
      await settle(times.map((at) => save(world, presenceOf(ann, at))));
      expect(await presenceIn(world, ann)).to.have.property('at', 9);
    });

    test('finds messages by their uid, to users and to groups, with content of any kind and length', async (world) => {
      const long = '\u{1F600}'.repeat(32 * 1_024);
      const toGroup = message('b', {
        conversation: { kind: 'group', to: groupId(7) },
        directedTo: [ann, ben],
        content: long,
      });
      await add(world, message('u'.repeat(64), { source: '' }));
      await add(world, toGroup);
      expect(await messageIn(world, 'u'.repeat(64))).to.deep.equal(message('u'.repeat(64), { source: '' }));
      expect(await messageIn(world, 'b')).to.deep.equal(toGroup);
      expect(await messageIn(world, 'B')).to.equal(null);
    });

    test('keeps one message of a uid, the first, also when it is told several times at once', async (world) => {
      await add(world, message('uid'));
      const told = ['again', 'and', 'again'].map((content) => add(world, message('uid', { content })));
      await Promise.all(told);
      expect(await messageIn(world, 'uid')).to.deep.equal(message('uid'));
      expect(await world.write(({ imRecords }) => imRecords.pruneMessages(epochMs(9_000), 10))).to.equal(1);
    });

    test('prunes the messages sent before a time, the oldest first, not more than it was asked to', async (world) => {
      for (const at of [3, 1, 2, 4]) await add(world, message(`at ${at}`, { sentAt: epochMs(at) }));
      await save(world, presenceOf(ann, 1));
      const prune = () => world.write(({ imRecords }) => imRecords.pruneMessages(epochMs(4), 2));
      expect(await prune()).to.equal(2);
      expect(await messageIn(world, 'at 2')).to.equal(null);
      expect(await messageIn(world, 'at 3')).to.not.equal(null);
      expect([await prune(), await prune()]).to.deep.equal([1, 0]);
      expect(await messageIn(world, 'at 4')).to.not.equal(null);
      expect(await presenceIn(world, ann)).to.not.equal(null);
    });
  });
}
