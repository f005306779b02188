import { mock } from 'node:test';
import { expect } from 'chai';
import { ann, deliver, join, joinPath, notice, publishPath, refusalOf } from '../test/deliver.js';
import { cloudsForTests } from '../test/open-cloud.js';

const clouds = cloudsForTests();

afterEach(() => clouds.closeAll());

describe('a dead RongCloud', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    // The circuit breaker's own clock.
    mock.method(Date, 'now', () => now);
  });
  afterEach(() => mock.restoreAll());

  const circuit = { opensAfter: 2, halfOpensAfterMs: 5_000 };
  const dead = async () => {
    const opened = await clouds.open({ circuit });
    for (const host of [opened.fake, opened.backup]) host.misbehave({ kind: 'refuse', code: 1000 });
    await refusalOf(deliver(opened.cloud, join), 'im-unavailable');
    await refusalOf(deliver(opened.cloud, join), 'im-unavailable');
    return opened;
  };
  const countOf = ({ fake, backup }: Awaited<ReturnType<typeof dead>>, path: string): number =>
    [...fake.calls, ...backup.calls].filter((call) => call.path === path).length;

  it('costs nothing once it is known to be dead: nobody is asked, nobody waits', async () => {
    const opened = await dead();
    const asked = countOf(opened, joinPath);
    const since = opened.time.now();
    for (const refused of [deliver(opened.cloud, join), deliver(opened.cloud, notice)])
      expect(await refusalOf(refused, 'im-unavailable')).to.deep.equal({
        answered: false,
        retryAfterMs: 5_000,
      });
    expect(countOf(opened, joinPath)).to.equal(asked);
    expect(opened.time.now()).to.equal(since);
  });

  it('costs nothing either whoever wants a token, once two had to wait for nothing', async () => {
    const opened = await clouds.open({ circuit });
    for (const host of [opened.fake, opened.backup]) host.misbehave({ kind: 'refuse', code: 1000 });
    for (const _ of [1, 2]) await refusalOf(opened.cloud.issueToken(ann), 'im-unavailable');
    const since = opened.time.now();
    expect(await refusalOf(opened.cloud.issueToken(ann), 'im-unavailable')).to.deep.equal({
      answered: false,
      retryAfterMs: 5_000,
    });
    expect(opened.time.now()).to.equal(since);
    expect(opened.logged).to.include('warning: RongCloud gives no tokens in time: nobody waits for it');
  });

  it('that is only too slow for tokens still hears of events', async () => {
    const opened = await clouds.open({ circuit });
    for (const host of [opened.fake, opened.backup])
      host.misbehave({ kind: 'refuse', code: 1050, path: '/user/getToken.json' });
    for (const _ of [1, 2]) await refusalOf(opened.cloud.issueToken(ann), 'im-unavailable');
    await deliver(opened.cloud, notice);
    expect(countOf(opened, publishPath)).to.equal(1);
    expect(opened.circuitChanges, 'events were never held back').to.deep.equal([]);
  });

  it('is asked again after a while, and used again when it is back', async () => {
    const opened = await dead();
    for (const host of [opened.fake, opened.backup]) host.behave();
    now += 5_000;
    await deliver(opened.cloud, join);
    await deliver(opened.cloud, notice);
    expect(countOf(opened, publishPath)).to.equal(1);
    expect(opened.logged)
      .to.include('warning: RongCloud is down: calls are held back')
      .and.include('warning: RongCloud is back');
    expect(opened.circuitChanges).to.deep.equal([true, false]);
  });

  it('is not tried out with a message, which might be lost by it', async () => {
    const opened = await dead();
    now += 5_000;
    expect(await refusalOf(deliver(opened.cloud, notice), 'im-unavailable')).to.include({ answered: false });
    expect(countOf(opened, publishPath)).to.equal(0);
    expect(countOf(opened, '/user/checkOnline.json')).to.be.greaterThan(0);
  });

  it('gets a message that waited as soon as something harmless was answered', async () => {
    const opened = await dead();
    for (const host of [opened.fake, opened.backup]) host.behave();
    now += 5_000;
    await deliver(opened.cloud, notice);
    expect(countOf(opened, publishPath)).to.equal(1);
  });
});
