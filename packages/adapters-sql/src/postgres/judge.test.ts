import { type Version, version } from '@kith/core';
import { expect } from 'chai';
import { type ClockState, judge } from './judge.js';

const era = version(1_700_000_000_000_000);
const above = (base: number, by: number): Version => version(base + by);
const day = 86_400_000_000;

const primary: ClockState = { horizon: above(era, 50), era, now: above(era, 10_000), isReplica: false };
const replica: ClockState = { ...primary, isReplica: true };

describe('a position, as PostgreSQL judges it', () => {
  for (const [title, state] of [
    ['a primary', primary],
    ['a replica', replica],
  ] as const)
    describe(`on ${title}`, () => {
      const verdict = (since: Version, of: Version | null) => judge({ since, era: of }, state);

      it('is a delta of our era, also above the horizon: rows above it are sent, too', () => {
        for (const by of [-1, 0, 50, 60]) expect(verdict(above(era, by), era)).to.equal('delta');
      });

      it('is a delta at 0, whatever era it names: there is no past', () => {
        for (const since of [0, -1])
          for (const of of [null, version(0), version(7)])
            expect(verdict(version(since), of)).to.equal('delta');
      });

      it('is a reset of an era that is older', () => {
        expect(verdict(above(era, 10), above(era, -1))).to.equal('reset');
      });

      it('is judged by the version of who names no era: below ours it is from before', () => {
        for (const of of [null, version(0)]) {
          expect(verdict(above(era, -1), of)).to.equal('reset');
          expect(verdict(era, of)).to.equal('delta');
          expect(verdict(above(era, 60), of)).to.equal('delta');
        }
      });

      it('is a reset of a version more than a day ahead of clock and horizon: nobody ever issued it', () => {
        for (const of of [null, era]) {
          expect(verdict(above(state.now, day), of)).to.equal('delta');
          expect(verdict(above(state.now, day + 1), of)).to.equal('reset');
        }
        const jumped = { ...state, horizon: above(era, 3 * day) };
        expect(judge({ since: above(era, 3 * day), era }, jumped)).to.equal('delta');
      });
    });

  it('is a reset on a primary when its era is newer: that is another past', () => {
    expect(judge({ since: above(era, 10), era: above(era, 5) }, primary)).to.equal('reset');
  });

  it('is behind on a replica when its era is newer: the replica has yet to hear of it', () => {
    expect(judge({ since: above(era, 10), era: above(era, 5) }, replica)).to.equal('behind');
  });
});
