import { expect } from 'chai';
import type { Trouble } from '../fake/index.js';
import { ann, deliver, group, join, joinPath, notice, refusalOf } from '../test/deliver.js';
import type { FakeTime } from '../test/fake-time.js';
import { cloudsForTests } from '../test/open-cloud.js';

const clouds = cloudsForTests();

afterEach(() => clouds.closeAll());

describe('a host that fails', () => {
  const failing: readonly Trouble[] = [
    { kind: 'refuse', code: 1000 },
    { kind: 'refuse', code: 1050 },
    { kind: 'drop' },
    { kind: 'drop', done: true },
    { kind: 'garbage', as: 'cut-off' },
  ];
  for (const trouble of failing)
    it(`is left for the other one: ${JSON.stringify(trouble)}`, async () => {
      const { cloud, fake, backup } = await clouds.open();
      fake.misbehave(trouble);
      await deliver(cloud, join);
      expect(fake.calls).to.have.lengthOf(1);
      expect(backup.calls.map(({ path }) => path)).to.deep.equal([joinPath]);
    });

  it('is left when it refuses connections, also for a message, which then was surely not heard', async () => {
    const { cloud, fake, backup, logged } = await clouds.open();
    await fake.down();
    await deliver(cloud, notice);
    expect(backup.calls.map(({ code }) => code)).to.deep.equal([200]);
    expect(logged).to.have.lengthOf(1);
    expect(logged[0]).to.include(fake.url).and.include('ECONNREFUSED').and.include(`on to ${backup.url}`);
  });

  it('is not gone back to while the other one works', async () => {
    const { cloud, fake, backup } = await clouds.open();
    fake.misbehave({ kind: 'drop', times: 1 });
    await deliver(cloud, join);
    await deliver(cloud, join);
    expect([fake.calls.length, backup.calls.length]).to.deep.equal([1, 2]);
  });

  it('is gone back to when the other one fails', async () => {
    const { cloud, fake, backup } = await clouds.open();
    fake.misbehave({ kind: 'drop', times: 1 });
    await deliver(cloud, join);
    await backup.down();
    await deliver(cloud, join);
    expect(fake.calls).to.have.lengthOf(2);
  });

  for (const code of [1002, 1005, 1007, 1009, 2007, 404, 405] as const)
    it(`is not left for a refusal with ${code}, which is said once and for all`, async () => {
      const { cloud, fake, backup } = await clouds.open();
      fake.misbehave({ kind: 'refuse', code });
      const { reason } = await refusalOf(deliver(cloud, join), 'im-refused');
      expect(reason).to.match(
        new RegExp(`^/group/join\\.json: ${code} \\S.* \\(HTTP 4\\d\\d\\).*, request \\S+$`),
      );
      expect([fake.calls.length, backup.calls.length]).to.deep.equal([1, 0]);
    });

  it('is not left for too many calls: the same one is asked again, a second later', async () => {
    const { cloud, fake, backup, time } = await clouds.open();
    fake.misbehave({ kind: 'refuse', code: 1008, times: 2 });
    await deliver(cloud, notice);
    expect([fake.calls.length, backup.calls.length]).to.deep.equal([3, 0]);
    expect(Math.min(...time.waits)).to.be.at.least(1_000);
  });
});

describe('a call that fails for good', () => {
  it('is unavailable, unanswered, when no host can be reached', async () => {
    const { cloud, fake, backup } = await clouds.open();
    await fake.down();
    await backup.down();
    const { answered, retryAfterMs } = await refusalOf(deliver(cloud, notice), 'im-unavailable');
    expect(answered).to.equal(false);
    expect(retryAfterMs).to.be.at.least(1_000);
  });

  it('is unavailable, answered, when RongCloud says that there are too many', async () => {
    const { cloud, fake } = await clouds.open();
    fake.misbehave({ kind: 'refuse', code: 1008 });
    const { answered, retryAfterMs } = await refusalOf(deliver(cloud, join), 'im-unavailable');
    expect(answered).to.equal(true);
    expect(retryAfterMs).to.be.at.least(1_000);
    expect(fake.calls).to.have.lengthOf(3);
  });

  it('is no reason to pause while somebody waits for a token: each host is asked once', async () => {
    const { cloud, fake, backup, time } = await clouds.open();
    for (const host of [fake, backup]) host.misbehave({ kind: 'refuse', code: 1000 });
    await refusalOf(cloud.issueToken(ann), 'im-unavailable');
    expect([fake.calls.length, backup.calls.length, time.waits.length]).to.deep.equal([1, 1, 0]);
  });

  it('lets nobody who wants a token wait for a RongCloud that has too many calls', async () => {
    const { cloud, fake, time } = await clouds.open();
    fake.misbehave({ kind: 'refuse', code: 1008 });
    expect(await refusalOf(cloud.issueToken(ann), 'im-unavailable')).to.include({ answered: true });
    expect([fake.calls.length, time.waits.length]).to.deep.equal([1, 0]);
  });

  it('is unavailable, answered, when RongCloud reports errors of its own', async () => {
    const { cloud, fake, backup } = await clouds.open();
    for (const host of [fake, backup]) host.misbehave({ kind: 'refuse', code: 1000 });
    expect(await refusalOf(deliver(cloud, join), 'im-unavailable')).to.include({ answered: true });
  });

  for (const as of ['html', 'no-code', 'bare', 'half', 'cut-off'] as const)
    it(`is unavailable when the answer is garbage (${as}): no token is ever undefined`, async () => {
      const { cloud, fake, backup } = await clouds.open();
      for (const host of [fake, backup]) host.misbehave({ kind: 'garbage', as, done: true });
      await refusalOf(cloud.issueToken(ann), 'im-unavailable');
    });

  it('shows no secret in what it leaves behind', async () => {
    const { cloud, fake, logged } = await clouds.open({ appSecret: 'another secret' });
    await refusalOf(deliver(cloud, join), 'im-unavailable');
    expect(logged).to.have.lengthOf(1);
    expect(logged[0]).to.include('1004').and.not.include('another secret').and.not.include(fake.appKey);
  });

  for (const code of [1001, 1004, 1006] as const)
    it(`is unavailable, unanswered, when RongCloud does not know us (${code}): nothing is given up for our keys`, async () => {
      const { cloud, fake, backup } = await clouds.open();
      fake.misbehave({ kind: 'refuse', code });
      expect(await refusalOf(deliver(cloud, notice), 'im-unavailable')).to.include({ answered: false });
      expect([fake.calls.length, backup.calls.length]).to.deep.equal([1, 0]);
    });

  it('is unavailable, unanswered, when there is no such app key: nothing is given up for it', async () => {
    const { cloud, logged } = await clouds.open({ appKey: 'mistyped' });
    expect(await refusalOf(deliver(cloud, join), 'im-unavailable')).to.include({ answered: false });
    expect(logged).to.have.lengthOf(1);
    expect(logged[0]).to.match(/^error: .*check app key, secret and data centre\. .* 1002 /);
  });

  it('is told to the operator', async () => {
    const { cloud, fake, logged } = await clouds.open();
    fake.misbehave({ kind: 'refuse', code: 1002, times: 1 });
    await refusalOf(deliver(cloud, join), 'im-refused');
    fake.misbehave({ kind: 'refuse', code: 1004, times: 1 });
    await refusalOf(deliver(cloud, join), 'im-unavailable');
    expect(logged).to.have.lengthOf(2);
    expect(logged[0]).to.match(/^error: RongCloud refused \/group\/join\.json: 1002 /);
    expect(logged[1]).to.match(
      /^error: .*check app key, secret and data centre\. \/group\/join\.json: 1004 /,
    );
  });
});

describe('a message that may have arrived', () => {
  const doubtful: readonly Trouble[] = [
    { kind: 'refuse', code: 1000 },
    { kind: 'refuse', code: 1050 },
    { kind: 'drop', done: true },
    { kind: 'garbage', as: 'html', done: true },
    { kind: 'garbage', as: 'half', done: true },
    { kind: 'garbage', as: 'cut-off', done: true },
  ];
  for (const trouble of doubtful)
    it(`is not sent again, by us or anybody: ${JSON.stringify(trouble)}`, async () => {
      const { cloud, fake, backup } = await clouds.open();
      fake.misbehave({ ...trouble, times: 1 });
      const { reason } = await refusalOf(deliver(cloud, notice), 'im-uncertain');
      expect(reason).to.match(/^\/message\/group\/publish\.json: /);
      expect([fake.calls.length, backup.calls.length]).to.deep.equal([1, 0]);
    });

  it('is not sent again when no answer came in time', async () => {
    const { cloud, fake, backup, time } = await clouds.open();
    fake.misbehave({ kind: 'hang', done: true, times: 1 });
    const called = fake.nextCall();
    const told = refusalOf(deliver(cloud, notice), 'im-uncertain');
    await called;
    time.elapse(10_000);
    expect((await told).reason).to.include('no answer in time');
    expect(fake.state.messages).to.have.lengthOf(1);
    expect(backup.state.messages).to.have.lengthOf(0);
  });
});

describe('a RongCloud that takes calls and never answers', () => {
  const paused = ({ waits }: FakeTime): number => waits.reduce((sum, ms) => sum + ms, 0);

  it('is given 10 s, then the other host the rest of 14 s: less than half of an outbox lease', async () => {
    const { cloud, fake, backup, time } = await clouds.open();
    for (const host of [fake, backup]) host.misbehave({ kind: 'hang' });
    const [first, second] = [fake.nextCall(), backup.nextCall()];
    const told = refusalOf(deliver(cloud, join), 'im-unavailable');
    await first;
    time.elapse(10_000);
    await second;
    time.elapse(4_000 - paused(time));
    expect(await told).to.include({ answered: false });
    expect(time.now()).to.equal(14_000);
  });

  it('costs whoever waits for a token 3 s at most', async () => {
    const { cloud, fake, backup, time } = await clouds.open();
    for (const host of [fake, backup]) host.misbehave({ kind: 'hang' });
    const [first, second] = [fake.nextCall(), backup.nextCall()];
    const told = refusalOf(cloud.issueToken(ann), 'im-unavailable');
    await first;
    time.elapse(1_500);
    await second;
    time.elapse(1_500 - paused(time));
    expect(await told).to.include({ answered: false });
    expect(time.now()).to.equal(3_000);
  });

  it('does not hold up a token when only one host is dead', async () => {
    const { cloud, fake, time } = await clouds.open();
    fake.misbehave({ kind: 'hang' });
    const called = fake.nextCall();
    const token = cloud.issueToken(ann);
    await called;
    time.elapse(1_500);
    expect(await token).to.be.a('string');
  });
});

describe('the time of an event', () => {
  it('is one for all its calls: no further one is begun when it is over, and that is no doubt', async () => {
    const { cloud, fake, time } = await clouds.open();
    const called = fake.nextCall('/group/ban/add.json');
    const told = refusalOf(
      deliver(cloud, { type: 'group-muted', group, exempt: [ann.id] }),
      'im-unavailable',
    );
    await called;
    time.elapse(14_000);
    expect(await told).to.deep.equal({ answered: false, retryAfterMs: 1_000 });
    expect(fake.calls.map(({ path }) => path)).to.deep.equal(['/group/ban/add.json']);
  });
});

describe('a message', () => {
  it('is not begun with little time left for its answer: that would be a doubt for nothing', async () => {
    const { cloud, fake, time } = await clouds.open();
    fake.misbehave({ kind: 'refuse', code: 1008, times: 1 });
    const called = fake.nextCall();
    const told = refusalOf(deliver(cloud, notice), 'im-unavailable');
    await called;
    time.elapse(8_000);
    expect(await told).to.include({ answered: false });
    expect(fake.calls).to.have.lengthOf(1);
  });

  it('does not wait for its turn for longer than leaves time for its answer', async () => {
    const { cloud, fake } = await clouds.open({ limitShare: 0.005 });
    await deliver(cloud, notice);
    expect(await refusalOf(deliver(cloud, notice), 'im-unavailable')).to.include({ answered: false });
    expect(fake.calls).to.have.lengthOf(1);
  });
});

describe('the limits on our side', () => {
  it('let a call wait for its turn', async () => {
    const { cloud, fake, time } = await clouds.open({ limitShare: 0.01 });
    await deliver(cloud, notice);
    await deliver(cloud, notice);
    expect(fake.state.messages).to.have.lengthOf(2);
    expect(time.waits).to.have.lengthOf(1);
    expect(time.waits[0]).to.be.within(5_000, 6_000);
  });

  it('refuse a call at once whose turn comes too late, and ask nobody', async () => {
    const { cloud, fake, time } = await clouds.open({ limitShare: 0.001 });
    await cloud.issueToken(ann);
    const { answered, retryAfterMs } = await refusalOf(cloud.issueToken(ann), 'im-unavailable');
    expect(answered).to.equal(false);
    expect(retryAfterMs).to.be.within(5_000, 6_000);
    expect(fake.calls).to.have.lengthOf(1);
    expect(time.waits).to.deep.equal([]);
  });
});
