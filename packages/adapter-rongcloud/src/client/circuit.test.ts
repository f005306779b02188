import { mock } from 'node:test';
import { expect } from 'chai';
import { type Circuit, circuit } from './circuit.js';
import { type FailureKind, failure, failureKinds, type Outcome } from './outcome.js';

const done: Outcome<string> = { kind: 'done', answer: 'hello' };

describe('the circuit', () => {
  let changes: string[];
  let breaker: Circuit;
  let asked: number;
  // The breaker's own clock.
  let now: number;

  beforeEach(() => {
    now = 0;
    mock.method(Date, 'now', () => now);
    changes = [];
    asked = 0;
    breaker = circuit({ opensAfter: 3, halfOpensAfterMs: 5_000 }, (isOpen) =>
      changes.push(isOpen ? 'open' : 'closed'),
    );
  });
  afterEach(() => mock.restoreAll());

  const run = (outcome: Outcome<string>) =>
    breaker.run(async () => {
      asked += 1;
      return outcome;
    });
  const fail = async (kind: FailureKind, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await run(failure(kind, 'as told'));
  };

  it('lets everything through while RongCloud answers', async () => {
    expect(await run(done)).to.equal(done);
    expect(breaker.isClosed()).to.equal(true);
  });

  for (const kind of Object.keys(failureKinds) as FailureKind[]) {
    const opens = ['broken', 'bad-gateway', 'unreached', 'lost', 'locked-out'].includes(kind);
    it(`${opens ? 'opens' : 'does not open'} after calls in a row that were ${kind}`, async () => {
      await fail(kind, 3);
      expect(breaker.isClosed()).to.equal(!opens);
    });
  }

  it('counts failures in a row only', async () => {
    await fail('lost', 2);
    await run(done);
    await fail('lost', 2);
    expect(breaker.isClosed()).to.equal(true);
  });

  it('while open asks nobody, and says after how long to come again', async () => {
    await fail('unreached', 3);
    const outcome = await run(done);
    expect(outcome).to.include({ kind: 'held-back', retryAfterMs: 5_000 });
    expect(asked).to.equal(3);
    expect(changes).to.deep.equal(['open']);
  });

  it('lets one call try after a while; the others are refused at once, they do not wait for it', async () => {
    await fail('lost', 3);
    now += 5_000;
    let answer: (outcome: Outcome<string>) => void = () => {};
    const trying = breaker.run(
      () =>
        new Promise<Outcome<string>>((resolve) => {
          answer = resolve;
        }),
    );
    expect(await run(done)).to.include({ kind: 'held-back' });
    answer(done);
    expect(await trying).to.equal(done);
    expect(await run(done)).to.equal(done);
    expect(changes).to.deep.equal(['open', 'closed']);
  });

  it('stays open for as long again when that call fails too', async () => {
    await fail('lost', 3);
    now += 5_000;
    await fail('lost', 1);
    now += 4_999;
    expect(await run(done)).to.include({ kind: 'held-back' });
    now += 1;
    expect(await run(done)).to.equal(done);
  });

  it('closes when RongCloud refuses: then it is there', async () => {
    await fail('lost', 3);
    now += 5_000;
    await fail('refused', 1);
    expect(breaker.isClosed()).to.equal(true);
  });
});
