import { expect } from 'chai';
import { outboxRelay } from './relay.js';
import { type Repeated, repeat } from './repeat.js';

const never = 2 ** 31 - 1;

interface Pass {
  end(isMoreLeft: boolean): void;
  fail(error: Error): void;
}

/** Repeated work whose passes the test ends itself. */
const heldWork = ({ pauseMs = never, onError = (_error: unknown) => {} } = {}) => {
  const begun: Pass[] = [];
  const waiting = new Map<number, () => void>();
  const work: Repeated = repeat({
    pauseMs,
    onError,
    pass: () =>
      new Promise<boolean>((end, fail) => {
        begun.push({ end, fail });
        waiting.get(begun.length)?.();
      }),
  });
  work.start();
  return {
    work,
    count: () => begun.length,
    /** The pass of this number, from 1, once it has begun. */
    async pass(number: number): Promise<Pass> {
      if (begun.length < number) await new Promise<void>((resolve) => waiting.set(number, resolve));
      return begun[number - 1] as Pass;
    },
  };
};

/** Lets all that can go on go on. */
const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

describe('work that is repeated', () => {
  it('goes on while more is left, then waits', async () => {
    const { work, pass, count } = heldWork();
    (await pass(1)).end(true);
    (await pass(2)).end(true);
    (await pass(3)).end(false);
    await turns();
    expect(count()).to.equal(3);
    await work.stop();
  });

  it('is done again after the pause', async () => {
    const { work, pass } = heldWork({ pauseMs: 1 });
    (await pass(1)).end(false);
    // The pause alone does not keep a process alive; this test has to wait for it.
    const alive = setInterval(() => {}, never);
    const second = await pass(2);
    clearInterval(alive);
    const stopped = work.stop();
    second.end(false);
    await stopped;
  });

  it('is done at once when it is woken, also by what comes up during a pass', async () => {
    const { work, pass } = heldWork();
    (await pass(1)).end(false);
    await turns();
    work.wake();
    const second = await pass(2);
    work.wake();
    second.end(false);
    const third = await pass(3);
    const stopped = work.stop();
    third.end(false);
    await stopped;
  });

  it('tells of a pass that fails, and goes on', async () => {
    const errors: unknown[] = [];
    const { work, pass } = heldWork({ onError: (error) => void errors.push(error) });
    const failure = new Error('the database is away');
    (await pass(1)).fail(failure);
    await turns();
    expect(errors).to.deep.equal([failure]);
    work.wake();
    const second = await pass(2);
    const stopped = work.stop();
    second.end(false);
    await stopped;
  });

  it('stops when the pass in flight is over, and begins no other', async () => {
    const { work, pass, count } = heldWork();
    const first = await pass(1);
    let isStopped = false;
    const stopped = work.stop().then(() => {
      isStopped = true;
    });
    await turns();
    expect(isStopped).to.equal(false);
    first.end(true);
    await stopped;
    expect(count()).to.equal(1);
  });

  it('may be stopped before it was started, and twice', async () => {
    const work = repeat({ pass: async () => false, onError: () => {}, pauseMs: never });
    await work.stop();
    await work.stop();
  });
});

describe('the relay of the outbox', () => {
  it('passes over the outbox until nothing is due', async () => {
    const nothing = { delivered: 0, retried: 0, postponed: 0, dead: 0 };
    const results = [
      { ...nothing, delivered: 2 },
      { ...nothing, retried: 1 },
      { ...nothing, dead: 1 },
      nothing,
    ];
    let passes = 0;
    const relay = outboxRelay({
      onError: (error) => expect.fail(String(error)),
      deliverOutbox: async () => {
        passes += 1;
        return results.shift() ?? nothing;
      },
    });
    relay.start();
    await turns();
    expect(passes).to.equal(4);
    await relay.stop();
  });
});
