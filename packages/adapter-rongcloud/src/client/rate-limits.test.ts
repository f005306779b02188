import { expect } from 'chai';
import { fakeTime } from '../test/fake-time.js';
import { rateLimits } from './rate-limits.js';

const patience = 3_600_000;
const group = '/message/group/publish.json';

/** How much gets through in a window, when somebody wants as much as they get. */
function through(
  path: string,
  { cost, windowMs, share = 1 }: { cost: number; windowMs: number; share?: number },
) {
  const time = fakeTime();
  const limits = rateLimits(time, share);
  let taken = 0;
  for (;;) {
    const { waitMs } = limits.reserve(path, cost, patience);
    time.elapse(waitMs);
    if (time.now() >= windowMs) return taken;
    taken += cost;
  }
}

describe('the rate limits kept on our side', () => {
  const documented = [
    ['/user/getToken.json', 200, 1_000],
    [group, 20, 1_000],
    ['/message/system/publish.json', 100, 1_000],
    ['/message/private/publish.json', 6_000, 60_000],
    ['/group/join.json', 100, 1_000],
  ] as const;
  for (const [path, count, windowMs] of documented)
    it(`let ${count} through ${path} in ${windowMs} ms, and hardly fewer`, () => {
      expect(through(path, { cost: 1, windowMs })).to.be.within(count * 0.9, count);
    });

  it('count a message once for each of its targets', () => {
    expect(through(group, { cost: 2, windowMs: 10_000 })).to.be.within(170, 200);
  });

  it('are parted between processes that use the same app', () => {
    expect(through(group, { cost: 1, windowMs: 10_000, share: 0.5 })).to.be.within(85, 100);
  });

  it('keep endpoints apart: who writes much still gets tokens', () => {
    const limits = rateLimits(fakeTime(), 1);
    for (let sent = 0; sent < 50; sent += 1) limits.reserve(group, 1, patience);
    expect(limits.reserve(group, 1, patience).waitMs).to.be.greaterThan(1_000);
    expect(limits.reserve('/user/getToken.json', 1, patience).waitMs).to.equal(0);
  });

  it('let turns be taken in the order of asking', () => {
    const limits = rateLimits(fakeTime(), 1);
    const turns = Array.from({ length: 30 }, () => limits.reserve(group, 1, patience).waitMs);
    expect(turns).to.deep.equal([...turns].sort((a, b) => a - b));
    expect(turns.at(-1)).to.be.within(1_500, 1_600);
  });

  it('take nothing from whoever cannot wait so long, and say how long it would be', () => {
    const limits = rateLimits(fakeTime(), 1);
    for (let sent = 0; sent < 20; sent += 1) limits.reserve(group, 1, patience);
    const refused = [1, 2, 3].map(() => limits.reserve(group, 1, 500));
    for (const one of refused) expect(one).to.deep.equal({ granted: false, waitMs: refused[0]?.waitMs });
    expect(refused[0]?.waitMs).to.be.within(1_000, 1_100);
  });

  it('let one message through that has more targets than there are turns, and then nothing for long', () => {
    const time = fakeTime();
    const limits = rateLimits(time, 1);
    const path = '/message/private/publish.json';
    expect(limits.reserve(path, 1_000, patience)).to.deep.equal({ granted: true, waitMs: 0 });
    expect(limits.reserve(path, 1, patience).waitMs).to.be.within(4_000, 5_000);
  });

  it('forgive nothing for longer than a moment: a quiet hour allows no flood', () => {
    const time = fakeTime();
    const limits = rateLimits(time, 1);
    limits.reserve(group, 1, patience);
    time.elapse(3_600_000);
    const atOnce = Array.from({ length: 20 }, () => limits.reserve(group, 1, patience)).filter(
      ({ waitMs }) => waitMs === 0,
    );
    expect(atOnce).to.have.lengthOf(2);
  });
});
