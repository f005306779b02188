import { type FakeRongCloud, startFakeRongCloud } from '@kith/adapter-rongcloud/fake';
import { epochMs, userId, version } from '@kith/core';
import { inMemoryPasswordHasher } from '@kith/core/in-memory';
import { type FakeClock, fakeClock, settle } from '@kith/testing';
import { expect } from 'chai';
import { module } from './container/services.js';
import { createLogger } from './logging.js';
import { type RunningServer, startServer } from './start-server.js';
import { configOf } from './test/config-of.js';
import { lines } from './test/lines.js';
import { type Person, signUpAt } from './test/person.js';

const tokenTimeoutMs = 800;

describe('a server with RongCloud', () => {
  let fake: FakeRongCloud;
  let clock: FakeClock;
  let server: RunningServer;
  let log: ReturnType<typeof lines>;

  beforeEach(async () => {
    clock = fakeClock();
    fake = await startFakeRongCloud({ now: clock.now });
  });
  afterEach(async () => {
    await server.stop();
    await fake.stop();
  });

  const start = async (variables: NodeJS.ProcessEnv = {}): Promise<void> => {
    log = lines();
    const config = configOf({
      KITH_RONGCLOUD_APP_KEY: fake.appKey,
      KITH_RONGCLOUD_APP_SECRET: fake.appSecret,
      KITH_RONGCLOUD_URL: fake.url,
      KITH_RELAY: 'false',
      ...variables,
    });
    server = await startServer(
      config,
      module((bind) => {
        bind.singleton('logger', ['config'], (needs) => createLogger(needs.config, log));
        bind.value('clock', clock);
        // The server's own takes long on purpose.
        bind.value('passwordHasher', inMemoryPasswordHasher());
      }),
    );
  };
  const person = (nickname: string, digit: number): Promise<Person> =>
    signUpAt(server.url, `1391234000${digit}`, nickname);
  const deliverAll = async (): Promise<void> => {
    const deliverOutbox = await server.container.get('deliverOutbox');
    while ((await deliverOutbox()).delivered > 0);
  };
  const within = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
    const since = performance.now();
    const result = await work();
    return [result, performance.now() - since];
  };

  it('tells it who is in which group, who blocks whom, and what clients must hear', async () => {
    await start();
    const [ann, ben, cid] = [await person('Ann', 1), await person('Ben', 2), await person('Cid', 3)];
    for (const one of [ann, ben]) expect((await one.fetch('/user/get_token')).status).to.equal(200);
    await ann.post('/friendship/invite', { friendId: ben.id, message: 'hi' });
    await ben.post('/friendship/agree', { friendId: ann.id });
    const group = (await ann.post('/group/create', { name: 'Climbers', memberIds: [ann.id, ben.id] })) as {
      readonly id: string;
    };
    await ann.post('/user/add_to_blacklist', { friendId: cid.id });
    await ann.post('/user/set_nickname', { nickname: 'Anna' });
    await deliverAll();

    const { users, groups, blacklists, messages } = fake.state;
    expect(users.get(ann.id)?.name).to.equal('Anna');
    expect(groups.get(group.id)?.name).to.equal('Climbers');
    expect([...(groups.get(group.id)?.members ?? [])]).to.have.members([ann.id, ben.id]);
    expect([...(blacklists.get(ann.id) ?? [])]).to.deep.equal([cid.id]);
    expect(messages.map(({ objectName, from }) => `${objectName} ${from}`)).to.have.members([
      `RC:ContactNtf ${ann.id}`,
      `RC:ContactNtf ${ben.id}`,
      'RC:GrpNtf __system__',
    ]);
  });

  it('peer: takes no longer over a token than it may while RongCloud hangs, and next to no time after that', async () => {
    await start({ KITH_RONGCLOUD_TOKEN_TIMEOUT_MS: String(tokenTimeoutMs) });
    const [ann, ben] = [await person('Ann', 1), await person('Ben', 2)];
    const known = (await (await ann.fetch('/user/get_token')).json()) as { result: { token: string } };
    fake.misbehave({ kind: 'hang' });

    const [first, firstMs] = await within(() => ben.fetch('/user/get_token'));
    expect([first.status, await first.text()]).to.deep.equal([503, 'IM service unavailable.']);
    expect(Number(first.headers.get('Retry-After'))).to.be.within(1, 60);
    expect(fake.calls.at(-1)).to.include({ path: '/user/getToken.json' });
    expect(firstMs).to.be.lessThan(tokenTimeoutMs + 1_500);
    const [login, loginMs] = await within(() => ben.logIn());
    expect(await login.json()).to.deep.include({ code: 200, result: { id: ben.id, token: '' } });
    expect(loginMs).to.be.lessThan(tokenTimeoutMs + 1_500);

    await Promise.all(Array.from({ length: 5 }, () => ben.fetch('/user/get_token')));
    const before = fake.calls.length;
    const held = await ben.fetch('/user/get_token');
    expect(held.status).to.equal(503);
    expect(Number(held.headers.get('Retry-After'))).to.be.within(1, 60);
    expect(await (await ann.fetch('/user/get_token')).json(), 'the one issued before').to.deep.equal(known);
    expect((await ben.logIn()).status).to.equal(200);
    expect(fake.calls, 'nobody was asked').to.have.lengthOf(before);

    expect(log.text()).to.include('RongCloud gives no tokens');
    fake.behave();
  });

  it('says in its log and its metrics that RongCloud is down', async () => {
    await start({ KITH_METRICS_PORT: '0' });
    const isUp = async () => {
      const text = await (await fetch(`${server.metricsUrl}/metrics`)).text();
      return /^kith_im_cloud_up (.*)$/m.exec(text)?.[1];
    };
    expect(await isUp()).to.equal('1');
    await fake.down();
    const gateway = await server.container.get('imGateway');
    const event = { type: 'block-added', owner: userId(1), target: userId(2) } as const;
    const say = () => gateway.deliver({ event, version: version(1), at: epochMs(1) });
    await settle(Array.from({ length: 5 }, say));
    expect(await isUp()).to.equal('0');
    expect(log.text()).to.include('RongCloud is down');
    await fake.up();
  });

  describe('that calls back', () => {
    const path = '/hooks/unguessable-part';
    const urls = () => ({ online: `${server.url}${path}/online`, messages: `${server.url}${path}/messages` });
    const tellAll = async (ann: Person, ben: Person): Promise<void> => {
      const { online, messages } = urls();
      const statuses = [{ userid: ann.id, status: '0' as const, time: 1_767_225_600_123 }];
      expect((await fake.callbacks.onlineStatus({ url: online, statuses })).body).to.equal('ok');
      const message = {
        fromUserId: ann.id,
        toUserId: ben.id,
        objectName: 'RC:TxtMsg',
        content: '{"content":"a secret between us"}',
        channelType: 'PERSON' as const,
        msgUID: 'uid-1',
      };
      expect((await fake.callbacks.message({ url: messages, message })).body).to.equal('ok');
      await (await server.container.get('rongCloudCallbacks'))?.settled();
    };
    const kept = async (ann: Person) => {
      const [idCodec, { read }] = [
        await server.container.get('idCodec'),
        await server.container.get('unitOfWork'),
      ];
      return read(async ({ imRecords }) => ({
        presence: await imRecords.presence(userId(idCodec.decode(ann.id) ?? 0)),
        message: await imRecords.message('uid-1'),
      }));
    };

    it('is listened to, and what it says is kept where that is wanted', async () => {
      await start({ KITH_RONGCLOUD_CALLBACK_PATH: path, KITH_RONGCLOUD_STORE_CALLBACKS: 'true' });
      const [ann, ben] = [await person('Ann', 1), await person('Ben', 2)];
      await tellAll(ann, ben);
      const { presence, message } = await kept(ann);
      expect(presence).to.include({ status: 'online', os: 'iOS', at: 1_767_225_600_123 });
      expect(message).to.include({ objectName: 'RC:TxtMsg', content: '{"content":"a secret between us"}' });
      expect(log.text())
        .to.include('"route":"rongcloud:messages"')
        .and.not.match(/secret between|unguessable/);
    });

    it('is heard by whoever takes the place of the port, and nothing is kept unless that is wanted', async () => {
      await start({ KITH_RONGCLOUD_CALLBACK_PATH: path });
      const [ann, ben] = [await person('Ann', 1), await person('Ben', 2)];
      await tellAll(ann, ben);
      expect(await kept(ann)).to.deep.equal({ presence: null, message: null });
    });

    it('is refused when its signature is older than is wanted', async () => {
      await start({ KITH_RONGCLOUD_CALLBACK_PATH: path, KITH_RONGCLOUD_CALLBACK_MAX_AGE: '60' });
      const told = (ageMs: number) =>
        fake.callbacks.onlineStatus({
          url: urls().online,
          statuses: [{ userid: 'x', status: '0' }],
          signedAt: clock.now() - ageMs,
        });
      expect((await told(30_000)).status).to.equal(200);
      expect((await told(90_000)).body).to.equal('Stale timestamp.');
    });

    it('is refused without its signature, and there is nothing to call where no path is set', async () => {
      await start({ KITH_RONGCLOUD_CALLBACK_PATH: path });
      expect((await fetch(urls().online, { method: 'POST', body: '{}' })).status).to.equal(401);
      const stranger = {
        url: urls().online,
        appSecret: 'guessed',
        statuses: [{ userid: 'x', status: '0' as const }],
      };
      expect((await fake.callbacks.onlineStatus(stranger)).status).to.equal(401);
      await server.stop();
      await start();
      expect((await fetch(urls().online, { method: 'POST', body: '{}' })).status).to.equal(403);
    });
  });
});
