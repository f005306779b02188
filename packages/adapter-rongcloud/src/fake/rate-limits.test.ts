import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { callFake } from '../test/call-fake.js';
import { serverApi } from './endpoints/index.js';
import { type FakeRongCloud, startFakeRongCloud } from './index.js';

describe('the rate limits of the fake RongCloud', () => {
  const clock = fakeClock();
  let fake: FakeRongCloud;
  afterEach(() => fake.stop());

  const codes = async (path: string, fields: Parameters<typeof callFake>[2], times: number) => {
    const answers = await Promise.all(Array.from({ length: times }, () => callFake(fake, path, fields)));
    const counts: Record<string, number> = {};
    for (const { body } of answers) counts[String(body.code)] = (counts[String(body.code)] ?? 0) + 1;
    return counts;
  };
  const query = (times: number) => codes('/group/user/query.json', { groupId: 'g' }, times);
  const publish = (toGroupId: string[], times: number) =>
    codes(
      '/message/group/publish.json',
      { fromUserId: 'ann', objectName: 'ST:X', content: 'x', toGroupId },
      times,
    );

  it('are not kept unless told so', async () => {
    fake = await startFakeRongCloud({ now: clock.now });
    expect(await query(101)).to.deep.equal({ 200: 101 });
  });

  it('are the documented ones', () => {
    const rateOf = (path: string) => {
      const { max = 0, ms = 0, counts = 'call' } = serverApi.get(path)?.rate ?? {};
      return `${max} ${counts} in ${ms}`;
    };
    expect(rateOf('/user/getToken.json')).to.equal('200 call in 1000');
    expect(rateOf('/user/refresh.json')).to.equal('100 call in 1000');
    expect(rateOf('/group/join.json')).to.equal('100 call in 1000');
    expect(rateOf('/message/private/publish.json')).to.equal('6000 toUserId in 60000');
    expect(rateOf('/message/group/publish.json')).to.equal('20 toGroupId in 1000');
    expect(rateOf('/message/system/publish.json')).to.equal('100 toUserId in 1000');
  });

  it('refuse with 1008 and 429 what is more in a second, each path for itself', async () => {
    fake = await startFakeRongCloud({ now: clock.now, limits: true });
    expect(await query(102)).to.deep.equal({ 200: 100, 1008: 2 });
    expect((await callFake(fake, '/group/user/query.json', { groupId: 'g' })).status).to.equal(429);
    expect(await codes('/user/info.json', { userId: 'ann' }, 1)).to.deep.equal({ 200: 1 });
    clock.advance(1000);
    expect(await query(1)).to.deep.equal({ 200: 1 });
  });

  it('count each group and each user that a message goes to', async () => {
    fake = await startFakeRongCloud({ now: clock.now, limits: true });
    expect(await publish(['a', 'b', 'c'], 7)).to.deep.equal({ 200: 6, 1008: 1 });
    expect(await publish(['a', 'b'], 1)).to.deep.equal({ 200: 1 });
    expect(await publish(['a'], 1)).to.deep.equal({ 1008: 1 });
  });
});
