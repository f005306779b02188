import { DomainError, groupId, type ImDifference, userId } from '@kith/core';
import { type FakeClock, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import type { Pages } from './pages.js';
import type { Subject } from './subject.js';
import { type Progress, type Walk, type WalkNeeds, walk } from './walk.js';

const user = (id: number): Subject => ({ kind: 'user', id: userId(id) });
/** Some that follow each other. */
const usersFrom = (first: number, count: number): readonly Subject[] =>
  Array.from({ length: count }, (_, index) => user(first + index));
const group = (id: number): Subject => ({ kind: 'group', id: groupId(id) });
const blocked = (id: number): ImDifference => ({
  kind: 'block-missing',
  owner: userId(id),
  target: userId(999),
});
const noAnswer = (retryAfterMs = 1_000) =>
  new DomainError('im-unavailable', { retryAfterMs, answered: false });
const refused = () => new DomainError('im-refused', { reason: 'too long' });

async function* pagesOf(...pages: readonly (readonly Subject[])[]): AsyncGenerator<readonly Subject[]> {
  yield* pages;
}

describe('a walk over all that is compared', () => {
  const minuteMs = 60_000;

  /** Runs a walk in which only waiting takes time. */
  async function walked({
    pages,
    after = null,
    clock = fakeClock(),
    ...given
  }: Pick<WalkNeeds, 'reconcile'> &
    Partial<WalkNeeds> & {
      readonly pages: Pages;
      readonly after?: Subject | null;
      readonly clock?: FakeClock;
    }) {
    const began = clock.now();
    const pauses: number[] = [];
    const found: ImDifference[] = [];
    const failed: Subject[] = [];
    const progress: Progress[] = [];
    const result: Walk = await walk(
      {
        clock,
        wait: async (ms) => {
          pauses.push(ms);
          clock.advance(ms);
        },
        stop: new AbortController().signal,
        patienceMs: minuteMs,
        onDifferences: (some) => void found.push(...some),
        onFailure: (subject) => void failed.push(subject),
        onProgress: (some) => void progress.push(some),
        ...given,
      },
      pages,
      after,
    );
    return { result, pauses, found, failed, progress, tookMs: clock.now() - began };
  }

  it('compares each once, tells what it finds, and where it is after each page', async () => {
    const seen: Subject[] = [];
    const { result, found, progress } = await walked({
      pages: pagesOf([group(1), group(2)], [user(1), user(2), user(3)]),
      reconcile: async (subject) => {
        seen.push(subject);
        return subject.kind === 'user' && subject.id === 2 ? [blocked(2)] : [];
      },
    });
    expect(seen).to.deep.equal([group(1), group(2), user(1), user(2), user(3)]);
    expect(found).to.deep.equal([blocked(2)]);
    expect(progress.map(({ position }) => position)).to.deep.equal([group(2), user(3)]);
    expect(result).to.deep.equal({
      position: user(3),
      groups: 2,
      users: 3,
      differences: 1,
      failed: 0,
      end: { how: 'finished' },
    });
  });

  it('compares no more than four at once', async () => {
    let [atOnce, most] = [0, 0];
    await walked({
      pages: pagesOf(usersFrom(1, 50)),
      reconcile: async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await null;
        atOnce -= 1;
        return [];
      },
    });
    expect(most).to.equal(4);
  });

  it('asks for a page only when the one before is done', async () => {
    let compared = 0;
    const seen: number[] = [];
    async function* pages(): AsyncGenerator<readonly Subject[]> {
      for (const first of [1, 11, 21]) {
        seen.push(compared);
        yield usersFrom(first, 10);
      }
    }
    await walked({
      pages: pages(),
      reconcile: async () => {
        await null;
        compared += 1;
        return [];
      },
    });
    expect(seen).to.deep.equal([0, 10, 20]);
  });

  it('passes over whom the IM cloud refuses, and tells', async () => {
    const { result, failed } = await walked({
      pages: pagesOf([user(1), user(2), user(3)]),
      reconcile: async ({ id }) => {
        if (id === 2) throw refused();
        return [];
      },
    });
    expect(failed).to.deep.equal([user(2)]);
    expect(result).to.include({ users: 3, failed: 1 });
    expect(result.end.how).to.equal('finished');
  });

  it('waits for an IM cloud that does not answer, longer each time, and no shorter than it asks for', async () => {
    let failures = 0;
    const { result, pauses } = await walked({
      pages: pagesOf([user(1)]),
      reconcile: async () => {
        failures += 1;
        if (failures <= 6) throw noAnswer(500);
        return [];
      },
    });
    expect(pauses).to.deep.equal([500, 500, 500, 800, 1_600, 3_200]);
    expect(result.end.how).to.equal('finished');
  });

  it('stops at an outage that lasts, before the first that is not done', async () => {
    const { result, failed, tookMs } = await walked({
      pages: pagesOf([user(1), user(2), user(3), user(4), user(5), user(6), user(7)], [user(8)]),
      reconcile: async ({ id }) => {
        if (id >= 3) throw noAnswer();
        return [];
      },
    });
    expect(result.position).to.deep.equal(user(2));
    expect(result.end)
      .to.deep.include({ how: 'failed' })
      .and.have.nested.property('error.code', 'im-unavailable');
    expect(failed).to.deep.equal([]);
    expect(tookMs).to.be.within(minuteMs, 5 * minuteMs);
  });

  it('passes over one who is not served while others are: an outage is another thing', async () => {
    const clock = fakeClock();
    const { result, failed } = await walked({
      clock,
      pages: pagesOf(usersFrom(1, 2_000)),
      reconcile: async ({ id }) => {
        if (id === 1) throw new DomainError('im-unavailable', { retryAfterMs: 1_000, answered: true });
        clock.advance(100);
        await null;
        return [];
      },
    });
    expect(failed).to.deep.equal([user(1)]);
    expect(result).to.deep.include({ users: 2_000, position: user(2_000), end: { how: 'finished' } });
  });

  it('goes on, from where it stopped, and leaves none out', async () => {
    const done = new Set<number>();
    let [isDown, failures] = [false, 0];
    const reconcile = async ({ id }: Subject) => {
      if (id === 17 && failures === 0) isDown = true;
      if (isDown) {
        failures += 1;
        throw noAnswer();
      }
      done.add(id);
      return [];
    };
    const { result } = await walked({ pages: pagesOf(usersFrom(1, 40)), reconcile });
    expect(result.position?.id).to.be.within(12, 16);
    isDown = false;
    const next = (result.position?.id ?? 0) + 1;
    await walked({ pages: pagesOf(usersFrom(next, 41 - next)), after: result.position, reconcile });
    expect(done.size).to.equal(40);
  });

  for (const [what, error] of [
    ['the database is away', new DomainError('storage-unavailable')],
    ['something breaks', new TypeError('x is not a function')],
  ] as const)
    it(`stops at once when ${what}, and says where`, async () => {
      const { result, pauses } = await walked({
        pages: pagesOf([user(1), user(2), user(3)]),
        reconcile: async ({ id }) => {
          if (id === 2) throw error;
          return [];
        },
      });
      expect(result).to.deep.include({ position: user(1), end: { how: 'failed', error } });
      expect(pauses).to.deep.equal([]);
    });

  it('says where it was when a page cannot be read', async () => {
    const error = new DomainError('storage-unavailable');
    async function* pages(): AsyncGenerator<readonly Subject[]> {
      yield [user(1)];
      throw error;
    }
    const { result } = await walked({ pages: pages(), reconcile: async () => [] });
    expect(result).to.deep.include({ position: user(1), end: { how: 'failed', error } });
  });

  it('finishes what is being compared when it is stopped, and begins nothing', async () => {
    const stopping = new AbortController();
    const { result } = await walked({
      pages: pagesOf(usersFrom(1, 20), [user(21)]),
      stop: stopping.signal,
      reconcile: async ({ id }) => {
        if (id === 6) stopping.abort();
        await null;
        return [];
      },
    });
    expect(result.end).to.deep.equal({ how: 'stopped' });
    expect(result.position?.id).to.be.within(6, 9);
    expect(result.users).to.equal(result.position?.id);
  });

  it('waits for nobody when it is stopped: who was waited for is not done', async () => {
    const stopping = new AbortController();
    const { result } = await walked({
      pages: pagesOf([user(1), user(2), user(3)]),
      stop: stopping.signal,
      wait: async () => stopping.abort(),
      reconcile: async ({ id }) => {
        if (id === 2) throw noAnswer();
        return [];
      },
    });
    expect(result).to.deep.include({ position: user(1), end: { how: 'stopped' } });
  });
});
