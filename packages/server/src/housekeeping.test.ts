import { type EpochMs, epochMs, type RoutedMessage, sessionId, type UnitOfWork, userId } from '@kith/core';
import { inMemoryUnitOfWork } from '@kith/core/in-memory';
import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { housekeeping } from './housekeeping.js';

const day = 86_400_000;

describe('housekeeping', () => {
  const clock = fakeClock();
  let unitOfWork: UnitOfWork;
  beforeEach(() => {
    unitOfWork = inMemoryUnitOfWork({ clock });
  });
  const inMs = (ms: number) => epochMs(clock.now() + ms);

  async function keepHouse(): Promise<void> {
    const work = housekeeping({
      unitOfWork,
      clock,
      imMessagesKeptMs: 30 * day,
      onError: (error) => expect.fail(String(error)),
    });
    work.start();
    await work.stop();
  }

  it('throws away the sessions that are over, and keeps the others', async () => {
    const session = (name: string, endsInMs: number) => ({
      id: sessionId(name),
      user: userId(1),
      createdAt: clock.now(),
      expiresAt: inMs(endsInMs),
    });
    await unitOfWork.write(async ({ sessions }) => {
      await sessions.add(session('over', -1));
      await sessions.add(session('alive', 1));
    });

    await keepHouse();
    await unitOfWork.read(async ({ sessions }) => {
      expect(await sessions.find(sessionId('over'))).to.equal(null);
      expect(await sessions.find(sessionId('alive'))).to.not.equal(null);
    });
  });

  it('throws away the verifications that nobody has asked for in a day, and keeps the others', async () => {
    const [old, young] = [
      { region: '86', number: '13900000001' },
      { region: '86', number: '13900000002' },
    ];
    const state = { codes: [], tries: 0, token: null };
    await unitOfWork.write(async ({ verifications }) => {
      await verifications.save(old, { ...state, lastSendAt: inMs(-day - 1) });
      await verifications.save(young, { ...state, lastSendAt: inMs(-day) });
    });

    await keepHouse();
    await unitOfWork.read(async ({ verifications }) => {
      expect(await verifications.find(old)).to.equal(null);
      expect(await verifications.find(young)).to.not.equal(null);
    });
  });

  it('throws away the messages that were kept long enough, however many, and no others', async () => {
    const count = 2_001;
    const message = (uid: string, sentAt: EpochMs): RoutedMessage => ({
      uid,
      from: userId(1),
      conversation: { kind: 'private', to: userId(2) },
      directedTo: [],
      objectName: 'RC:TxtMsg',
      content: '',
      source: '',
      sentAt,
    });
    await unitOfWork.write(async ({ imRecords }) => {
      for (let index = 0; index < count; index += 1)
        await imRecords.addMessage(message(`old ${index}`, inMs(-30 * day - 1)));
      await imRecords.addMessage(message('young', inMs(-30 * day)));
    });

    // A thousand at a time, so that no transaction takes long.
    for (let pass = 0; pass < 3; pass += 1) await keepHouse();
    await unitOfWork.write(async ({ imRecords }) => {
      expect(await imRecords.message('young')).to.not.equal(null);
      expect(await imRecords.pruneMessages(inMs(0), count)).to.equal(1);
    });
  });

  it('throws away the counts of SMS that say nothing any more, and keeps the others', async () => {
    const state = { slots: [], pausedUntil: null };
    const keys = ['number:86 13900000001', 'prefix:86 1390000'] as const;
    await unitOfWork.write(({ smsSpend }) =>
      smsSpend.save(
        new Map([
          [keys[0], { ...state, expiresAt: inMs(-1) }],
          [keys[1], { ...state, expiresAt: inMs(1) }],
        ]),
      ),
    );

    await keepHouse();
    const left = await unitOfWork.write(({ smsSpend }) => smsSpend.findMany(keys));
    expect([...left.keys()]).to.deep.equal([keys[1]]);
  });
});
