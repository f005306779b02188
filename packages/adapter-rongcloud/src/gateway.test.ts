import { groupId, userId } from '@kith/core';
import { inMemoryClock, inMemoryRandom } from '@kith/core/in-memory';
import { expectRefusal, imDirectoryContract, imGatewayContract } from '@kith/testing';
import { expect } from 'chai';
import { type RongCloudConfig, rongCloud } from './gateway.js';
import { cloudsForTests, encode, idCodec } from './test/open-cloud.js';

const clouds = cloudsForTests();
const ann = { id: userId(1), nickname: 'Ann', portraitUri: 'http://example.com/ann.png' };

afterEach(() => clouds.closeAll());

describe('RongCloud keeps the promises of its ports:', () => {
  const api = { describe, it, before, after };
  const open = async () => (await clouds.open()).cloud;
  imGatewayContract(api, open);
  imDirectoryContract(api, open);
});

describe('a token', () => {
  it('is minted for the id of the wire, with the profile', async () => {
    const { cloud, fake } = await clouds.open();
    const token = await cloud.issueToken(ann);
    expect(fake.calls.map(({ path, fields }) => ({ path, fields }))).to.deep.equal([
      {
        path: '/user/getToken.json',
        fields: { userId: [encode(1)], name: ['Ann'], portraitUri: [ann.portraitUri] },
      },
    ]);
    expect(fake.state.users.get(encode(1))?.tokens.map((minted) => minted.token)).to.deep.equal([token]);
  });

  it('is read from a compressed answer, too', async () => {
    const { cloud } = await clouds.open({}, { gzip: true });
    expect(await cloud.issueToken(ann)).to.be.a('string');
  });
});

describe('the directory', () => {
  it('leaves out ids that are none of ours', async () => {
    const { cloud, fake } = await clouds.open();
    const api = cloud.api();
    await api.group.create({ id: encode(3), name: 'walkers' }, [encode(1), 'robot', encode(2)]);
    await api.group.create({ id: 'lobby', name: 'of another app' }, [encode(1)]);
    await api.blacklist.add(encode(1), ['robot', encode(2)]);
    expect(fake.calls.map(({ code }) => code)).to.deep.equal([200, 200, 200]);

    expect(await cloud.groupMembers(groupId(3))).to.have.members([1, 2]);
    expect(await cloud.groupsOf(ann.id)).to.deep.equal([{ id: 3, name: 'walkers' }]);
    expect(await cloud.blockedBy(ann.id)).to.deep.equal([2]);
  });
});

describe('a gateway that is closed', () => {
  it('lets what is on its way come in, and nothing more go out', async () => {
    const { cloud, fake } = await clouds.open();
    const called = fake.nextCall();
    const token = cloud.issueToken(ann);
    await called;
    await cloud.close();
    expect(await token).to.be.a('string');
    await expectRefusal(cloud.issueToken(ann), 'im-unavailable');
    expect(fake.calls).to.have.lengthOf(1);
  });
});

describe('a configuration', () => {
  const config: RongCloudConfig = { appKey: 'key', appSecret: 'secret', hosts: 'singapore' };
  const make = (changed: Partial<RongCloudConfig>) => () =>
    rongCloud({ ...config, ...changed }, { idCodec, clock: inMemoryClock(), random: inMemoryRandom() });

  it('asks nobody before the first call', async () => {
    await make({})().close();
  });

  const unusable: readonly Partial<RongCloudConfig>[] = [
    { appKey: '' },
    { appSecret: '' },
    { hosts: [] },
    { hosts: ['http://api.rong-api.com'] },
    { limitShare: 0 },
    { limitShare: 2 },
    { limitShare: Number.NaN },
  ];
  for (const changed of unusable)
    it(`is refused at once with ${JSON.stringify(changed)}`, () => {
      expect(make(changed)).to.throw(TypeError);
    });
});
