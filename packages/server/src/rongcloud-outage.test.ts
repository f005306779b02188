import { type FakeRongCloud, startFakeRongCloud } from '@kith/adapter-rongcloud/fake';
import { expect } from 'chai';
import { type RunningServer, startServer } from './start-server.js';
import { configOf } from './test/config-of.js';
import { signUpAt } from './test/person.js';

describe('a server whose RongCloud cannot be reached', () => {
  let fake: FakeRongCloud;
  let server: RunningServer;

  beforeEach(async () => {
    fake = await startFakeRongCloud();
    await fake.down();
    server = await startServer(
      configOf({
        KITH_RONGCLOUD_APP_KEY: fake.appKey,
        KITH_RONGCLOUD_APP_SECRET: fake.appSecret,
        KITH_RONGCLOUD_URL: fake.url,
        KITH_RELAY: 'false',
        KITH_LOG_LEVEL: 'silent',
      }),
    );
  });
  afterEach(async () => {
    await server.stop();
    await fake.up();
    await fake.stop();
  });

  it('peer: lives on, does what it is asked, and keeps what RongCloud must hear', async () => {
    const [ann, ben] = [
      await signUpAt(server.url, '13912340001', 'Ann'),
      await signUpAt(server.url, '13912340002', 'Ben'),
    ];
    expect((await ann.fetch('/user/get_token')).status).to.equal(503);
    expect(await ann.post('/friendship/invite', { friendId: ben.id, message: 'hi' })).to.include({
      action: 'Sent',
    });
    await ann.post('/group/create', { name: 'Climbers', memberIds: [ann.id, ben.id] });
    await ann.post('/user/add_to_blacklist', { friendId: ben.id });

    const deliverOutbox = await server.container.get('deliverOutbox');
    const { delivered, dead } = await deliverOutbox();
    expect({ delivered, dead }).to.deep.equal({ delivered: 0, dead: 0 });
    const { read } = await server.container.get('unitOfWork');
    const { pending } = await read(({ outbox }) => outbox.counts());
    expect(pending).to.be.at.least(3);
    expect(fake.calls, 'nothing reached it').to.deep.equal([]);
    const groups = await (await ann.fetch('/user/groups')).json();
    expect(groups).to.have.property('result').that.has.length(1);
  });
});
