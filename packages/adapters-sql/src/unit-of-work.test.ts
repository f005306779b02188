import { isDomainError, noVersion, sessionId } from '@kith/core';
import { builders, expectRefusal, fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { sqliteFile } from './test/sqlite-file.js';

/** A store whose retries wait for nothing but what the test does. */
async function opened(pause: (turn: number) => Promise<unknown> = async () => {}) {
  const file = sqliteFile();
  const clock = fakeClock();
  const pauses: number[] = [];
  const store = await file.open(clock, {
    pause: (ms) => {
      pauses.push(ms);
      return pause(pauses.length);
    },
  });
  return { ...store, file, clock, pauses, given: builders(store.unitOfWork, clock) };
}

describe('a unit of work on SQLite', () => {
  it('commits nothing of a write that ends while a call is under way', async () => {
    const { unitOfWork, given, clock, close } = await opened();
    const { id } = await given.user('Ann');
    let straggler: Promise<unknown> = Promise.resolve();
    const work = unitOfWork.write(async ({ users }) => {
      await users.setPasswordHash(id, 'new hash');
      straggler = rejectionOf(users.setProfile(id, { nickname: 'Anna' }, clock.now()));
    });
    expect(await rejectionOf(work))
      .to.be.an('error')
      .with.property('message')
      .that.includes('under way');
    expect(await straggler).to.be.an('error');
    await unitOfWork.read(async ({ users }) => {
      expect(await users.find(id)).to.include({ nickname: 'Ann' });
      expect(await users.passwordHash(id)).to.equal('hash of Ann');
    });
    await close();
  });

  it('gives a failure of the driver another face: its text is a cause, for logs only', async () => {
    const { unitOfWork, file, close } = await opened();
    await file.aside((db) => db.schema.dropTable('sessions'));
    const error = await rejectionOf(unitOfWork.read(({ sessions }) => sessions.find(sessionId('x'))));
    expect(isDomainError(error, 'storage-unavailable')).to.equal(true);
    expect(error).to.include({ message: 'storage-unavailable' });
    expect(error).to.have.nested.property('cause.message').that.includes('no such table');
    await close();
  });

  it('passes on what its work throws as it is', async () => {
    const { unitOfWork, close } = await opened();
    const reason = new TypeError('a mistake');
    expect(await rejectionOf(unitOfWork.write(() => Promise.reject(reason)))).to.equal(reason);
    await close();
  });

  it('cannot write in a read', async () => {
    const { unitOfWork, given, close } = await opened();
    const { id } = await given.user('Ann');
    await unitOfWork.read(async (session) => {
      expect(session.users).to.not.have.property('setProfile');
      expect(await session.users.find(id)).to.include({ nickname: 'Ann' });
    });
    await close();
  });

  it('comes to its end before the store closes', async () => {
    const { unitOfWork, file, clock, given, close } = await opened();
    const { id } = await given.user('Ann');
    const steps: string[] = [];
    let closing: Promise<unknown> = Promise.resolve();
    await unitOfWork.write(async ({ users }) => {
      closing = close().then(() => steps.push('closed'));
      await users.setProfile(id, { nickname: 'Anna' }, clock.now());
      steps.push('written');
    });
    await closing;
    expect(steps).to.deep.equal(['written', 'closed']);

    const later = await file.open(clock);
    expect(await later.unitOfWork.read(({ users }) => users.find(id))).to.include({ nickname: 'Anna' });
    await later.close();
  });

  it('is refused as unavailable after the store was closed', async () => {
    const { unitOfWork, close } = await opened();
    await close();
    await expectRefusal(
      unitOfWork.read(async () => {}),
      'storage-unavailable',
    );
  });
});

describe('a second process on the SQLite file', () => {
  it('makes a write wait while it holds the lock, longer each time, and then go through', async () => {
    const { unitOfWork, file, given, clock, pauses, close } = await opened((turn) =>
      turn === 3 ? release() : Promise.resolve(),
    );
    let release: () => Promise<unknown> = async () => {};
    const { id } = await given.user('Ann');
    await file.aside(async (other) => {
      await other.raw('begin immediate');
      release = () => other.raw('rollback');
      await unitOfWork.write(({ users }) => users.setProfile(id, { nickname: 'Anna' }, clock.now()));
    });
    expect(pauses).to.have.lengthOf(3);
    expect(pauses).to.deep.equal([...pauses].sort((a, b) => a - b));
    expect(await unitOfWork.read(({ users }) => users.find(id))).to.include({ nickname: 'Anna' });
    await close();
  });

  it('makes a write give up, if it holds the lock for long, after a bounded number of tries, as unavailable', async () => {
    const { unitOfWork, file, given, pauses, close } = await opened();
    let runs = 0;
    await file.aside(async (other) => {
      await other.raw('begin immediate');
      await expectRefusal(
        unitOfWork.write(async () => {
          runs += 1;
        }),
        'storage-unavailable',
      );
      await other.raw('rollback');
    });
    expect(runs).to.equal(0);
    expect(pauses).to.have.lengthOf(7);
    await given.user('after it');
    await close();
  });

  it('keeps nobody from reading while it holds the lock', async () => {
    const { unitOfWork, file, given, close } = await opened();
    const { id } = await given.user('Ann');
    await file.aside(async (other) => {
      await other.raw('begin immediate');
      expect(await unitOfWork.read(({ users }) => users.find(id))).to.include({ nickname: 'Ann' });
      await other.raw('rollback');
    });
    await close();
  });

  it('never gets a version that this one has given, however often both write and whatever their clocks say', async () => {
    const { unitOfWork, file, given, clock, close } = await opened();
    const { id } = await given.user('Ann');
    const late = fakeClock(clock.now() - 60_000);
    const other = await file.open(late);
    const versions = new Set<number | undefined>();
    for (const turn of Array.from({ length: 10 }, (_, index) => index)) {
      const writer = turn % 2 ? unitOfWork : other.unitOfWork;
      await writer.write(({ users }) => users.setProfile(id, { nickname: `name ${turn}` }, late.now()));
      const seen = await unitOfWork.read(({ changes }) => changes.pull(id, { since: noVersion, era: null }));
      versions.add(seen.user?.version);
      expect(seen.user?.version).to.equal(Math.max(...[...versions].map(Number)));
    }
    expect(versions.size).to.equal(10);
    await other.close();
    await close();
  });
});
