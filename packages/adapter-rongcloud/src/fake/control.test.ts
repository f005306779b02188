import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { callFake } from '../test/call-fake.js';
import { type FakeRongCloud, sign, startFakeRongCloud } from './index.js';
import { close, listen, readBody } from './server.js';

describe('the fake RongCloud, steered from another process', () => {
  const now = Date.UTC(2026, 0, 31);
  let fake: FakeRongCloud;
  before(async () => {
    fake = await startFakeRongCloud({ now: () => now });
  });
  beforeEach(() => fake.reset());
  after(() => fake.stop());

  const get = async (name: string) => (await fetch(`${fake.url}/_fake/${name}`)).json() as Promise<unknown>;
  const post = async (name: string, body: unknown = {}) => {
    const response = await fetch(`${fake.url}/_fake/${name}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const create = () => callFake(fake, '/group/create.json', { userId: 'ann', groupId: 'g', groupName: 'G' });

  it('shows everything that it holds, and every call', async () => {
    await create();
    expect(await get('state')).to.deep.include({ groups: { g: { name: 'G', members: ['ann'] } } });
    expect(await get('state')).to.deep.equal(JSON.parse(JSON.stringify(fake.stateAsJson())));
    const [call] = (await get('calls')) as Record<string, unknown>[];
    expect(call).to.deep.include({
      at: now,
      path: '/group/create.json',
      fields: { userId: ['ann'], groupId: ['g'], groupName: ['G'] },
      code: 200,
      trouble: null,
    });
    expect(call?.headers).to.include({ nonce: '14314' });
  });

  it('misbehaves and behaves', async () => {
    expect(await post('misbehave', { kind: 'refuse', code: 1000 })).to.deep.equal({ status: 200, body: {} });
    expect((await create()).body.code).to.equal(1000);
    await post('behave');
    expect((await create()).body.code).to.equal(200);
  });

  it('forgets', async () => {
    await create();
    await post('reset');
    expect(await get('state')).to.deep.include({ groups: {} });
    expect(await get('calls')).to.deep.equal([]);
  });

  it('does what the apps do', async () => {
    const { token } = (await callFake(fake, '/user/getToken.json', { userId: 'ann', name: 'Ann' })).body;
    expect((await post('client/connect', { token })).body).to.deep.equal({ user: 'ann' });
    expect((await post('client/disconnect', { user: 'ann' })).body).to.deep.equal({});
    expect((await post('client/send', { from: 'ann', toGroup: 'g' })).body).to.deep.equal({
      refused: 'not-a-member',
    });
  });

  it('says what it does not understand', async () => {
    expect((await post('misbehave', { kind: 'oops' })).status).to.equal(400);
    expect((await post('client/send', { from: 'ann' })).body.error).to.contain('toUser or toGroup');
    expect((await post('nothing')).status).to.equal(404);
    const broken = await fetch(`${fake.url}/_fake/misbehave`, { method: 'POST', body: '{' });
    expect(broken.status).to.equal(400);
  });

  describe('tells the server of the app', () => {
    interface Told {
      url: URL;
      headers: Record<string, unknown>;
      body: string;
    }
    let app: Server;
    let url: string;
    let told: Told[];

    before(async () => {
      app = createServer(async (request, response) => {
        const body = (await readBody(request)) ?? '';
        told.push({ url: new URL(request.url ?? '', url), headers: request.headers, body });
        response.writeHead(202).end('ok');
      });
      url = `http://127.0.0.1:${await listen(app, 0, '127.0.0.1')}/im?key=1`;
    });
    beforeEach(() => {
      told = [];
    });
    after(() => close(app));

    const status = { userid: 'ann', status: '0' } as const;
    const message = {
      fromUserId: 'ann',
      toUserId: 'g',
      objectName: 'RC:TxtMsg',
      content: '{"content":"é&="}',
      channelType: 'GROUP',
      msgUID: 'A-B',
      groupUserIds: ['ben', 'cid'],
    } as const;
    const signatureOf = ({ searchParams: query }: URL, secret = fake.appSecret) =>
      sign(secret, query.get('nonce') ?? '', query.get('signTimestamp') ?? '');

    it('who comes and goes, signed in the query', async () => {
      const answer = await fake.callbacks.onlineStatus({ url, statuses: [status] });
      expect(answer).to.deep.equal({ status: 202, body: 'ok' });
      const [{ url: called, headers, body } = {} as Told] = told;
      expect(called.searchParams.get('key')).to.equal('1');
      expect(called.searchParams.get('appKey')).to.equal(fake.appKey);
      expect(called.searchParams.get('signTimestamp')).to.equal(String(now));
      expect(called.searchParams.get('signature')).to.equal(signatureOf(called));
      expect(headers['content-type']).to.equal('application/json');
      expect(JSON.parse(body)).to.deep.equal([
        { ...status, os: 'iOS', time: now, clientIp: '192.0.2.1:52000', sessionId: '' },
      ]);
    });

    it('that as a single object too', async () => {
      await fake.callbacks.onlineStatus({ url, statuses: [status], as: 'object' });
      expect(JSON.parse(told[0]?.body ?? '')).to.include(status);
    });

    it('what was said, as a form, with another nonce each time', async () => {
      await fake.callbacks.message({ url, message });
      await fake.callbacks.message({ url, message });
      const form = new URLSearchParams(told[0]?.body);
      expect(form.get('content')).to.equal(message.content);
      expect(form.getAll('groupUserIds')).to.deep.equal(['ben', 'cid']);
      expect(form.get('msgTimestamp')).to.equal(String(now));
      const nonces = told.map(({ url }) => url.searchParams.get('nonce'));
      expect(new Set(nonces).size).to.equal(2);
    });

    it('so with a signature that is wrong, old, or in headers, if told so', async () => {
      await fake.callbacks.message({ url, message, appSecret: 'wrong' });
      await fake.callbacks.message({ url, message, signedAt: 1 });
      await fake.callbacks.message({ url, message, signIn: 'header' });
      const [wrong, old, inHeader] = told;
      expect(wrong?.url.searchParams.get('signature')).to.equal(wrong && signatureOf(wrong.url, 'wrong'));
      expect(old?.url.searchParams.get('signTimestamp')).to.equal('1');
      expect(inHeader?.url.searchParams.has('signature')).to.equal(false);
      expect(inHeader?.headers)
        .to.include({ signtimestamp: String(now) })
        .and.to.have.property('signature');
    });

    it('so from another process, at the URLs that are set', async () => {
      expect((await post('callback/message', { message })).body.error).to.contain('No URL is set');
      await post('callback-urls', { onlineStatus: url, messages: url });
      expect((await post('callback/message', { message })).body).to.deep.equal({ status: 202, body: 'ok' });
      expect((await post('callback/online-status', { statuses: [status] })).body).to.include({ status: 202 });
      expect(told).to.have.length(2);
    });
  });
});
