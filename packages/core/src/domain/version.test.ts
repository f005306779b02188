import { expect } from 'chai';
import fc from 'fast-check';
import { epochMs, noVersion, type Version, version } from './ids.js';
import { type Era, judgePosition, mayBeCut, nextVersion, openEra, pageEnd } from './version.js';

const now = epochMs(1_500_000_000_000);
const microseconds = now * 1_000;
const nowhere = { since: noVersion, era: null };

describe('the version after the last', () => {
  it('is the time in microseconds', () => {
    expect(nextVersion(noVersion, now)).to.equal(microseconds);
  });

  it('is one more when the clock stands still or steps back: equal milliseconds are told apart', () => {
    expect(nextVersion(version(microseconds), now)).to.equal(microseconds + 1);
    expect(nextVersion(version(microseconds + 5_000_000), now)).to.equal(microseconds + 5_000_001);
  });

  it('is above all before it, whatever the clock does', () => {
    const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(fc.array(time, { maxLength: 50 }), (times) => {
        let last: Version = noVersion;
        for (const each of times) {
          const next = nextVersion(last, epochMs(each));
          expect(next)
            .to.be.above(last)
            .and.below(2 ** 53);
          last = next;
        }
      }),
    );
  });
});

describe('an era', () => {
  it('begins above everything that was issued before it', () => {
    expect(openEra(version(7), now)).to.deep.equal({ lastBefore: 7, base: microseconds });
    expect(openEra(version(microseconds + 9), now).base).to.equal(microseconds + 10);
  });
});

describe("a client's position", () => {
  const first: Era = { lastBefore: noVersion, base: version(1_000) };
  const second: Era = { lastBefore: version(2_000), base: version(3_000) };
  const eras = [first, second];
  const horizon = version(4_000);
  const judge = (since: number, era: number | null = null): string =>
    judgePosition({ since: version(since), era: era === null ? null : version(era) }, { eras, horizon });

  it('at 0 has no past to lose', () => {
    expect(judgePosition(nowhere, { eras, horizon })).to.equal('delta');
    expect(judge(0, 12_345)).to.equal('delta');
    expect(judge(-1)).to.equal('delta');
  });

  for (const since of [1_000, 1_500, 2_000, 3_000, 3_999, 4_000])
    it(`at ${since} was issued in this past: a delta`, () => {
      expect(judge(since)).to.equal('delta');
    });

  for (const since of [1, 999])
    it(`at ${since} is from before the store: a reset`, () => {
      expect(judge(since)).to.equal('reset');
    });

  for (const since of [2_001, 2_999])
    it(`at ${since} lies in the gap before an era, in a past that is gone: a reset`, () => {
      expect(judge(since)).to.equal('reset');
    });

  it('ahead of everything that was ever issued is a reset', () => {
    expect(judge(4_001)).to.equal('reset');
    expect(judge(Number.MAX_SAFE_INTEGER)).to.equal('reset');
  });

  it('of an era that we know is a delta, of any other a reset', () => {
    expect(judge(1_500, 1_000)).to.equal('delta');
    expect(judge(3_500, 3_000)).to.equal('delta');
    for (const era of [999, 2_001, 2_999, 4_001]) expect(judge(3_500, era), `${era}`).to.equal('reset');
  });

  it('in the middle of pages, which name the snapshot they were of, is a delta where that was of this past', () => {
    for (const snapshot of [1_900, 2_000, 3_700]) expect(judge(1_500, snapshot)).to.equal('delta');
  });

  it('in the middle of pages of a past that is gone is a reset, however old the last row', () => {
    expect(judge(1_500, 2_500)).to.equal('reset');
  });

  it('in an era of ours, older than it or in a gap before it, is a delta: a page may end at any row', () => {
    for (const since of [1, 999, 2_500]) expect(judge(since, 3_000), `${since}`).to.equal('delta');
    expect(judge(999, 1_000)).to.equal('delta');
  });

  it('in an era of ours, in a gap that was opened after it, is a reset', () => {
    expect(judge(2_500, 1_000)).to.equal('reset');
  });

  it('of era 0 is judged by its version alone', () => {
    expect(judge(3_500, 0)).to.equal('delta');
    expect(judge(2_500, 0)).to.equal('reset');
  });
});

describe('a restored backup', () => {
  it('resets exactly the clients that synced after it was made', () => {
    const day = 24 * 60 * 60 * 1_000;
    const start = openEra(noVersion, now);
    const atBackup = nextVersion(start.base, epochMs(now + day));
    const lost = nextVersion(atBackup, epochMs(now + day + 1));
    const restored = openEra(atBackup, epochMs(now + 2 * day));
    const world = { eras: [start, restored], horizon: restored.base };

    expect(judgePosition({ since: atBackup, era: null }, world)).to.equal('delta');
    expect(judgePosition({ since: lost, era: null }, world)).to.equal('reset');
    expect(judgePosition({ since: restored.base, era: restored.base }, world)).to.equal('delta');
  });
});

describe('a page', () => {
  const end = (versions: readonly number[], limit: number, horizon = 100): number | null =>
    pageEnd(versions.map(version), { limit, horizon: version(horizon) });

  it('ends with the version of its last row, whatever the order they are found in', () => {
    expect(end([30, 10, 20, 40], 2)).to.equal(20);
  });

  it('is longer than its limit rather than part rows of one version', () => {
    expect(end([10, 20, 20, 20, 30], 2)).to.equal(20);
  });

  it('has no end when it holds all there is', () => {
    expect(end([10, 20, 30], 4)).to.equal(null);
    expect(end([10, 20, 30], 3)).to.equal(null);
    expect(end([10, 20, 20, 20], 2)).to.equal(null);
    expect(end([], 1)).to.equal(null);
  });

  it('never ends at the horizon or above: what is there would be sent again for ever', () => {
    expect(end([10, 100, 101, 102], 2)).to.equal(null);
    expect(end([101, 102, 103], 1)).to.equal(null);
    expect(end([10, 101, 102], 1)).to.equal(10);
  });

  it('is not made of a reset for a client that names no era', () => {
    const position = (era: number | null) => ({ since: version(5), era: era === null ? null : version(era) });
    expect([null, 0, 7].map((era) => mayBeCut('reset', position(era)))).to.deep.equal([false, false, true]);
    expect([null, 0, 7].map((era) => mayBeCut('delta', position(era)))).to.deep.equal([true, true, true]);
  });
});
