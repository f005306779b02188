import { expect } from 'chai';
import { fakeTime } from '../test/fake-time.js';
import { hosts as hostList } from './hosts.js';
import { type FailureKind, failure, type Outcome } from './outcome.js';
import { persist } from './persist.js';
import { deadline } from './time.js';

const [a, b] = ['https://a.example', 'https://b.example'];

interface Story {
  /** What comes of each attempt; the last again and again. */
  readonly outcomes: readonly (FailureKind | 'done')[];
  readonly repeatable?: boolean;
  readonly overallMs?: number;
  readonly fraction?: number;
}

/** Where it was tried, with which pauses, and what came of it. */
async function play({ outcomes, repeatable = true, overallMs = 14_000, fraction = 0.5 }: Story) {
  const time = fakeTime();
  const asked: string[] = [];
  const moves: string[] = [];
  const insist = persist({
    time,
    random: { fraction: () => fraction },
    hosts: hostList([a, b]),
    onFailover: (from, to, { kind }) => moves.push(`${from} ${kind}: ${to}`),
  });
  const outcome = await insist<string>(
    async (host): Promise<Outcome<string>> => {
      asked.push(host);
      const kind = outcomes[asked.length - 1] ?? outcomes.at(-1) ?? 'done';
      return kind === 'done' ? { kind, answer: 'hello' } : failure(kind, `as told, ${asked.length}`);
    },
    { repeatable, deadline: deadline(time, { attemptMs: 10_000, overallMs }) },
  );
  return { asked, moves, waits: time.waits, outcome };
}

/** Where each kind of failure leads what may be said twice, and a message. */
const paths = {
  refused: { repeatable: [a], message: [a] },
  'locked-out': { repeatable: [a], message: [a] },
  busy: { repeatable: [a, a, a], message: [a, a, a] },
  broken: { repeatable: [a, b, a], message: [a] },
  'bad-gateway': { repeatable: [a, b, a], message: [a] },
  'turned-away': { repeatable: [a], message: [a] },
  garbled: { repeatable: [a, a, a], message: [a] },
  unreached: { repeatable: [a, b, a], message: [a, b, a] },
  lost: { repeatable: [a, b, a], message: [a] },
  'held-back': { repeatable: [a], message: [a] },
} as const satisfies Record<FailureKind, object>;

describe('insisting on a call', () => {
  for (const [kind, { repeatable, message }] of Object.entries(paths)) {
    it(`that is ${kind} tries ${repeatable.length} times, ${new Set(repeatable).size > 1 ? 'changing hosts' : 'at one host'}`, async () => {
      const { asked, outcome } = await play({ outcomes: [kind as FailureKind] });
      expect(asked).to.deep.equal(repeatable);
      expect(outcome).to.include({ kind, reason: `as told, ${repeatable.length}` });
    });

    it(`that is a message and ${kind} tries ${message.length} times`, async () => {
      const { asked } = await play({ outcomes: [kind as FailureKind], repeatable: false });
      expect(asked).to.deep.equal(message);
    });
  }

  it('stops with the first success', async () => {
    const { asked, outcome, moves } = await play({ outcomes: ['lost', 'done'] });
    expect(asked).to.deep.equal([a, b]);
    expect(outcome).to.include({ kind: 'done', answer: 'hello' });
    expect(moves).to.deep.equal([`${a} lost: ${b}`]);
  });

  it('never says a message again after an attempt that may have been heard', async () => {
    const { asked } = await play({ outcomes: ['unreached', 'lost', 'done'], repeatable: false });
    expect(asked).to.deep.equal([a, b]);
  });

  it('pauses longer each time, by chance', async () => {
    expect((await play({ outcomes: ['garbled'], fraction: 0 })).waits).to.deep.equal([100, 200]);
    expect((await play({ outcomes: ['garbled'], fraction: 0.5 })).waits).to.deep.equal([150, 300]);
  });

  it('tries the other host at once, and pauses before it comes back', async () => {
    expect((await play({ outcomes: ['lost', 'done'] })).waits).to.deep.equal([]);
    expect((await play({ outcomes: ['lost'], fraction: 0 })).waits).to.deep.equal([200]);
  });

  it('waits at least a second when there were too many calls', async () => {
    expect((await play({ outcomes: ['busy'], fraction: 0 })).waits).to.deep.equal([1_000, 1_000]);
    expect((await play({ outcomes: ['busy'], fraction: 0.5 })).waits).to.deep.equal([1_500, 1_500]);
  });

  it('does not begin a pause that takes more than a quarter of all its time', async () => {
    const asked = async (overallMs: number) =>
      (await play({ outcomes: ['busy'], fraction: 0, overallMs })).asked;
    expect(await asked(4_000)).to.have.lengthOf(3);
    expect(await asked(3_999)).to.have.lengthOf(1);
  });
});
