import { epochMs, sessionId, userId } from '@kith/core';
import { inMemoryUnitOfWork } from '@kith/core/in-memory';
import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { housekeeping } from './housekeeping.js';

describe('housekeeping', () => {
  it('throws away the sessions that are over, and keeps the others', async () => {
    const clock = fakeClock();
    const { read, write } = inMemoryUnitOfWork({ clock });
    const session = (name: string, endsInMs: number) => ({
      id: sessionId(name),
      user: userId(1),
      createdAt: clock.now(),
      expiresAt: epochMs(clock.now() + endsInMs),
    });
    await write(async ({ sessions }) => {
      await sessions.add(session('over', -1));
      await sessions.add(session('alive', 1));
    });

    const work = housekeeping({
      unitOfWork: { read, write },
      clock,
      onError: (error) => expect.fail(String(error)),
    });
    work.start();
    await work.stop();
    await read(async ({ sessions }) => {
      expect(await sessions.find(sessionId('over'))).to.equal(null);
      expect(await sessions.find(sessionId('alive'))).to.not.equal(null);
    });
  });
});
