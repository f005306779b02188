import { expect } from 'chai';
import { fakeTime } from '../test/fake-time.js';
import { deadline, systemTime } from './time.js';

const timeouts = { attemptMs: 10_000, overallMs: 14_000 };

describe('a deadline', () => {
  it('ends each attempt in its time, and all of them in the time for all', async () => {
    const time = fakeTime();
    const until = deadline(time, timeouts);
    const took: number[] = [];
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const begun = time.now();
      await until.attempt(async (signal) => {
        while (!signal.aborted) time.elapse(100);
      });
      took.push(time.now() - begun);
    }
    expect(took).to.deep.equal([10_000, 4_000]);
    expect(until.leftMs()).to.equal(0);
  });

  it('allows no pause that would outlast it', async () => {
    const time = fakeTime();
    const until = deadline(time, timeouts);
    expect(until.allows(3_500)).to.equal(true);
    expect(until.allows(3_501)).to.equal(false);
    time.elapse(13_000);
    expect(until.allows(1_000)).to.equal(false);
    expect(until.allows(999)).to.equal(true);
  });

  it('leaves alone what was in time', async () => {
    const time = fakeTime();
    const seen = await deadline(time, timeouts).attempt(async (signal) => signal);
    time.elapse(60_000);
    expect(seen.aborted).to.equal(false);
  });
});

describe("the system's time", () => {
  it('passes', async () => {
    const before = systemTime.now();
    await systemTime.wait(1);
    expect(systemTime.now()).to.be.greaterThan(before);
  });

  it('rings, unless it is stopped', async () => {
    const rung: string[] = [];
    const stop = systemTime.alarm(1, () => rung.push('stopped'));
    stop();
    await new Promise<void>((resolve) => {
      systemTime.alarm(2, () => {
        rung.push('rings');
        resolve();
      });
    });
    expect(rung).to.deep.equal(['rings']);
  });
});
