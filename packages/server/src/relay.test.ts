import { expect } from 'chai';
import { outboxRelay } from './relay.js';

const never = 2 ** 31 - 1;
const nothing = { delivered: 0, retried: 0, dead: 0 };
const one = { ...nothing, delivered: 1 };

/** Passes that a test ends itself, and can wait for. */
const passes = () => {
  const begun: { readonly end: (result: typeof nothing) => void; readonly fail: (error: Error) => void }[] =
    [];
  const waiting = new Map<number, () => void>();
  const deliverOutbox = () =>
    new Promise<typeof nothing>((end, fail) => {
      begun.push({ end, fail });
      waiting.get(begun.length)?.();
    });
  /** Resolves when the pass of this number, from 1, has begun. */
  const pass = async (number: number) => {
    if (begun.length < number) await new Promise<void>((resolve) => waiting.set(number, resolve));
    const found = begun[number - 1];
    if (!found) throw new Error('no such pass');
    return found;
  };
  return { deliverOutbox, pass, count: () => begun.length };
};

const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

describe('the relay of the outbox', () => {
  it('goes on while there is something, then waits', async () => {
    const { deliverOutbox, pass, count } = passes();
    const relay = outboxRelay({ deliverOutbox, onError: () => {}, pauseMs: never });
    relay.start();
    (await pass(1)).end(one);
    (await pass(2)).end({ ...nothing, retried: 1 });
    (await pass(3)).end(nothing);
    await turns();
    expect(count()).to.equal(3);
    await relay.stop();
  });

  it('looks again after the pause', async () => {
    const { deliverOutbox, pass } = passes();
    const relay = outboxRelay({ deliverOutbox, onError: () => {}, pauseMs: 1 });
    relay.start();
    (await pass(1)).end(nothing);
    // The pause alone does not keep a process alive; this one has to wait for it.
    const alive = setInterval(() => {}, never);
    (await pass(2)).end(nothing);
    clearInterval(alive);
    await relay.stop();
  });

  it('looks at once when it is woken, also by what is written during a pass', async () => {
    const { deliverOutbox, pass } = passes();
    const relay = outboxRelay({ deliverOutbox, onError: () => {}, pauseMs: never });
    relay.start();
    (await pass(1)).end(nothing);
    await turns();
    relay.wake();
    const second = await pass(2);
    relay.wake();
    second.end(nothing);
    (await pass(3)).end(nothing);
    await relay.stop();
  });

  it('tells of a pass that fails, and goes on', async () => {
    const { deliverOutbox, pass } = passes();
    const errors: unknown[] = [];
    const relay = outboxRelay({ deliverOutbox, onError: (error) => void errors.push(error), pauseMs: never });
    relay.start();
    const failure = new Error('the database is away');
    (await pass(1)).fail(failure);
    await turns();
    expect(errors).to.deep.equal([failure]);
    relay.wake();
    (await pass(2)).end(nothing);
    await relay.stop();
  });

  it('ends when the pass in flight is over, and begins no other', async () => {
    const { deliverOutbox, pass, count } = passes();
    const relay = outboxRelay({ deliverOutbox, onError: () => {}, pauseMs: never });
    relay.start();
    const first = await pass(1);
    let stopped = false;
    const stop = relay.stop().then(() => {
      stopped = true;
    });
    await turns();
    expect(stopped).to.equal(false);
    first.end(one);
    await stop;
    expect(count()).to.equal(1);
  });

  it('may be stopped before it was started, and twice', async () => {
    const relay = outboxRelay({ deliverOutbox: async () => nothing, onError: () => {} });
    await relay.stop();
    await relay.stop();
  });
});
