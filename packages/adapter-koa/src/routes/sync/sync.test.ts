import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { type ChangeSet, groupId, type ReceiveChanges, userId, version } from '@kith/core';
import { expect } from 'chai';
import { startServer, type TestServer } from '../../test/server.js';

const empty: ChangeSet = {
  version: version(30),
  era: version(10),
  reset: false,
  hasMore: false,
  user: null,
  blacklist: [],
  friends: [],
  groups: [],
  groupMembers: [],
};
const ann = { id: userId(1), nickname: 'Ann', portraitUri: '' };
const row = { displayName: '', role: 'member', isDeleted: false } as const;
const friend = { user: ann, displayName: '', status: 'agreed', version: version(20) } as const;
const block = { user: ann, active: true, version: version(20) };
const group = { ...row, group: { id: groupId(1), name: 'walkers', portraitUri: '', version: version(20) } };
const member = (id: number) => ({ ...row, groupId: groupId(id), user: ann, version: version(20) });
const members = (count: number) => Array.from({ length: count }, (_, index) => member(index + 1));

/** More than all buffers between a server and a client hold. */
const manyParts = 200;
const partSize = 1_000;

describe('a sync', () => {
  let server: TestServer;
  let cookie: string;
  afterEach(() => server.stop());

  const start = async (...[setting]: Parameters<typeof startServer>) => {
    server = await startServer(setting);
    ({ cookie } = await server.signUp('Ann'));
  };
  const get = (path: string, headers: Record<string, string> = {}) =>
    server.call('GET', path, { headers: { cookie, ...headers } });

  describe('that has not changed', () => {
    beforeEach(() => start());

    it('has the same ETag whatever others do, and is 304 for who has it', async () => {
      const { result } = (await get('/user/sync/0')).json() as { result: { version: number } };
      const before = await get(`/user/sync/${result.version}`);
      await server.signUp('Ben');
      const after = await get(`/user/sync/${result.version}`);
      expect(after.text).to.not.equal(before.text);
      expect(after.headers.etag).to.match(/^W\/"[\w-]{20,}"$/);
      expect(after.headers.etag).to.equal(before.headers.etag);
      const again = await get(`/user/sync/${result.version}`, { 'if-none-match': before.headers.etag ?? '' });
      expect({ status: again.status, text: again.text }).to.deep.equal({ status: 304, text: '' });
    });

    it('has another ETag once there is something new', async () => {
      const { result } = (await get('/user/sync/0')).json() as { result: { version: number } };
      const path = `/user/sync/${result.version}`;
      const before = await get(path);
      await server.call('POST', '/user/set_nickname', { json: { nickname: 'Anna' }, headers: { cookie } });
      const after = await get(path, { 'if-none-match': before.headers.etag ?? '' });
      expect(after.status).to.equal(200);
      expect(after.headers.etag).to.not.equal(before.headers.etag);
    });
  });

  it('of a page that is not the last has its version in the ETag: the client is to ask on from there', async () => {
    let last = 20;
    await start({
      replace: { pullChanges: async () => ({ ...empty, version: version(last), hasMore: true }) },
    });
    const before = await get('/user/sync/0?limit=1');
    last = 21;
    const after = await get('/user/sync/0?limit=1');
    expect(before.json().result).to.include({ version: 20, hasMore: true });
    expect(after.headers.etag).to.not.equal(before.headers.etag);
  });

  for (const limit of ['', '0', '-1', '10001', '1.5', '1e3', '01', 'all', '1&limit=2'])
    it(`takes no limit of '${limit}'`, async () => {
      await start();
      const { status, text } = await get(`/user/sync/0?limit=${limit}`);
      expect(status).to.equal(400);
      expect(text).to.equal(limit === '' ? 'Empty limit.' : 'Invalid limit.');
    });

  describe('that is long', () => {
    /** What became of the last answer that was handed over. */
    let fate: Promise<unknown>;
    const parts = (...all: readonly Partial<ChangeSet>[]) =>
      handingOver(all.map((part) => ({ ...empty, ...part })));
    const handingOver =
      (all: readonly ChangeSet[], end = async () => {}) =>
      async (_: unknown, __: unknown, receive: ReceiveChanges) => {
        const handedOver = (async () => {
          for (const part of all) await receive(part, false);
          await end();
          await receive(empty, true);
        })();
        fate = handedOver.catch((error: unknown) => error);
        return handedOver;
      };
    const endless = handingOver(Array(manyParts).fill({ ...empty, groupMembers: members(partSize) }));

    const whole = {
      ...empty,
      user: { ...ann, version: version(20) },
      blacklist: [block],
      friends: [friend, friend],
      groups: [group],
      groupMembers: members(5),
    };
    const splits: Readonly<Record<string, readonly Partial<ChangeSet>[]>> = {
      'row by row': [
        { user: whole.user },
        { blacklist: [block] },
        { friends: [friend] },
        { friends: [friend] },
        { groups: [group] },
        ...whole.groupMembers.map((one) => ({ groupMembers: [one] })),
      ],
      'several sections in a part': [
        { user: whole.user, blacklist: [block], friends: [friend] },
        { friends: [friend], groups: [group] },
        { groupMembers: whole.groupMembers },
      ],
    };
    for (const [how, split] of Object.entries(splits))
      for (const encoding of ['identity', 'gzip'])
        it(`reads as one that is short: ${how}, ${encoding}`, async () => {
          await start({ replace: { streamChanges: async (_, __, receive) => receive(whole, true) } });
          const { text } = await get('/user/sync/0');
          await server.stop();
          await start({ replace: { streamChanges: parts(...split) } });
          const answer = await open({ 'accept-encoding': encoding });
          expect(answer.headers).to.not.have.any.keys('etag', 'content-length');
          expect(answer.headers['content-type']).to.equal('application/json; charset=utf-8');
          const bytes = await buffer(answer);
          const long = encoding === 'gzip' ? gunzipSync(bytes) : bytes;
          expect(JSON.parse(long.toString())).to.deep.equal(JSON.parse(text));
        });

    it('has all sections when it has rows of none', async () => {
      await start({ replace: { streamChanges: parts({ reset: true }, {}) } });
      const { result } = (await get('/user/sync/0')).json();
      expect(result).to.deep.equal({
        version: 30,
        era: 10,
        reset: true,
        user: null,
        blacklist: [],
        friends: [],
        groups: [],
        group_members: [],
      });
    });

    it('is not read on when the client goes away', async () => {
      await start({ replace: { streamChanges: endless } });
      const answer = await open();
      await once(answer, 'readable');
      answer.destroy();
      expect(await fate).to.have.property('code', 'ECONNRESET');
      expect(server.reported).to.deep.equal([]);
    });

    it('is not read on for HEAD', async () => {
      await start({ replace: { streamChanges: endless } });
      expect((await server.call('HEAD', '/user/sync/0', { headers: { cookie } })).status).to.equal(200);
      expect(await fate).to.have.property('code', 'ECONNRESET');
    });

    for (const encoding of ['identity', 'gzip'])
      it(`breaks off when patience with a client that does not read is over, ${encoding}`, async () => {
        const patience = new AbortController();
        await start({ replace: { streamChanges: endless }, options: { patience: () => patience.signal } });
        const answer = await open({ 'accept-encoding': encoding });
        await once(answer, 'readable');
        patience.abort();
        expect(await fate).to.have.property('code', 'ETIMEDOUT');
        await expectBroken(answer);
        expect(server.reported).to.deep.equal([]);
      });

    for (const encoding of ['identity', 'gzip'])
      it(`breaks off where it cannot be read on, which is reported, ${encoding}`, async () => {
        const gone = new Error('the database went away');
        let fail = () => {};
        const failure = new Promise<void>((_, reject) => {
          fail = () => reject(gone);
        });
        const broken = handingOver([{ ...empty, groupMembers: members(partSize) }], () => failure);
        await start({ replace: { streamChanges: broken } });
        const answer = await open({ 'accept-encoding': encoding });
        fail();
        await expectBroken(answer);
        expect(server.reported).to.deep.equal([gone]);
      });

    it('is an error like others when not even its first part can be read', async () => {
      await start({ replace: { streamChanges: () => Promise.reject(new Error('no')) } });
      expect((await get('/user/sync/0')).status).to.equal(500);
    });

    async function open(headers: Record<string, string> = {}): Promise<IncomingMessage> {
      const outgoing = request(`${server.url}/user/sync/0`, {
        headers: { cookie, ...headers },
        agent: false,
      });
      outgoing.on('error', () => {});
      outgoing.end();
      const [answer] = await once(outgoing, 'response');
      return answer;
    }

    async function expectBroken(answer: IncomingMessage): Promise<void> {
      const error = await buffer(answer).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).to.have.property('code', 'ECONNRESET');
      expect(answer.complete).to.equal(false);
    }
  });
});
