import { expect } from 'chai';
import { callFake, formBody, signedHeaders } from '../test/call-fake.js';
import { serverApi } from './endpoints/index.js';
import { type FakeRongCloud, startFakeRongCloud } from './index.js';

type Fields = Readonly<Record<string, string | number | readonly string[]>>;

const message = { fromUserId: 'ann', objectName: 'RC:TxtMsg', content: '{"content":"hi"}' };

/** The least that each call takes. */
const least: Readonly<Record<string, Fields>> = {
  '/user/getToken.json': { userId: 'ann', name: 'Ann' },
  '/user/token/expire.json': { userId: 'ann', time: 1 },
  '/user/refresh.json': { userId: 'ann' },
  '/user/info.json': { userId: 'ann' },
  '/user/checkOnline.json': { userId: 'ann' },
  '/user/block.json': { userId: 'ann', minute: 1 },
  '/user/unblock.json': { userId: 'ann' },
  '/user/block/query.json': {},
  '/user/group/query.json': { userId: 'ann' },
  '/user/blacklist/add.json': { userId: 'ann', blackUserId: 'ben' },
  '/user/blacklist/remove.json': { userId: 'ann', blackUserId: 'ben' },
  '/user/blacklist/query.json': { userId: 'ann' },
  '/group/create.json': { userId: 'ann', groupId: 'g', groupName: 'G' },
  '/group/join.json': { userId: 'ann', groupId: 'g' },
  '/group/quit.json': { userId: 'ann', groupId: 'g' },
  '/group/dismiss.json': { userId: 'ann', groupId: 'g' },
  '/group/refresh.json': { groupId: 'g', groupName: 'G' },
  '/group/sync.json': { userId: 'ann' },
  '/group/user/query.json': { groupId: 'g' },
  '/group/user/gag/add.json': { userId: 'ann', minute: 0 },
  '/group/user/gag/rollback.json': { userId: 'ann' },
  '/group/user/gag/list.json': {},
  '/group/ban/add.json': { groupId: 'g' },
  '/group/ban/rollback.json': { groupId: 'g' },
  '/group/ban/query.json': {},
  '/group/user/ban/whitelist/add.json': { groupId: 'g', userId: 'ann' },
  '/group/user/ban/whitelist/rollback.json': { groupId: 'g', userId: 'ann' },
  '/group/user/ban/whitelist/query.json': { groupId: 'g' },
  '/message/private/publish.json': { ...message, toUserId: 'ben' },
  '/message/publish.json': { ...message, toUserId: 'ben' },
  '/message/system/publish.json': { ...message, toUserId: 'ben' },
  '/message/group/publish.json': { ...message, toGroupId: 'g' },
  '/message/recall.json': {
    fromUserId: 'ann',
    conversationType: 1,
    targetId: 'ben',
    messageUID: 'A-B',
    sentTime: 1,
  },
  '/conversation/message/history/clean.json': {
    conversationType: 3,
    fromUserId: 'ann',
    targetId: 'g',
    msgTimestamp: 1,
  },
  '/message/history.json': { date: '2026013110' },
  '/message/history/delete.json': { date: '2026013110' },
};

/** How many ids a call takes. */
const counts = [
  ['/user/token/expire.json', 'userId', 20],
  ['/user/block.json', 'userId', 20],
  ['/user/unblock.json', 'userId', 20],
  ['/user/blacklist/add.json', 'blackUserId', 20],
  ['/user/blacklist/remove.json', 'blackUserId', 20],
  ['/group/create.json', 'userId', 1000],
  ['/group/join.json', 'userId', 1000],
  ['/group/quit.json', 'userId', 1000],
  ['/group/user/gag/add.json', 'userId', 20],
  ['/group/user/gag/rollback.json', 'userId', 20],
  ['/group/ban/add.json', 'groupId', 20],
  ['/group/ban/rollback.json', 'groupId', 20],
  ['/group/ban/query.json', 'groupId', 20],
  ['/group/user/ban/whitelist/add.json', 'userId', 20],
  ['/group/user/ban/whitelist/rollback.json', 'userId', 20],
  ['/message/private/publish.json', 'toUserId', 1000],
  ['/message/publish.json', 'toUserId', 1000],
  ['/message/system/publish.json', 'toUserId', 100],
  ['/message/group/publish.json', 'toGroupId', 3],
] as const;

/** How long a text may be; of CJK text where characters count and not bytes. */
const lengths = [
  ['/user/getToken.json', 'userId', 'a', 64],
  ['/user/getToken.json', 'name', '名', 64],
  ['/user/getToken.json', 'portraitUri', 'a', 1024],
  ['/user/refresh.json', 'name', '名', 64],
  ['/user/refresh.json', 'portraitUri', 'a', 1024],
  ['/group/create.json', 'groupId', 'a', 64],
  ['/group/create.json', 'groupName', '群', 255],
  ['/group/refresh.json', 'groupName', '群', 255],
  ['/message/group/publish.json', 'objectName', 'X', 32],
  ['/message/system/publish.json', 'objectName', 'X', 32],
] as const;

const numbers = [
  ['/user/block.json', 'minute', [1, 43_200], [0, 43_201, '1.5', '-1', 'x']],
  ['/group/user/gag/add.json', 'minute', [0, 43_200], [43_201, '-1', 'x']],
  ['/group/ban/query.json', 'size', [1, 200], [0, 201]],
  ['/user/blacklist/query.json', 'size', [1, 1000], [0, 1001]],
  ['/user/group/query.json', 'size', [1, 1000], [0, 1001]],
  ['/message/group/publish.json', 'isMentioned', [0, 1], [2, 'true']],
  ['/message/group/publish.json', 'isIncludeSender', [0, 1], [2, 'true']],
  ['/message/private/publish.json', 'verifyBlacklist', [0, 1], [2, 'true']],
  ['/message/private/publish.json', 'isPersisted', [0, 1], [2, 'false']],
  ['/message/private/publish.json', 'disablePush', ['true', 'false'], [0, 1]],
  ['/message/private/publish.json', 'pushExt', ['{}'], ['{']],
  ['/message/recall.json', 'conversationType', [1, 3, 4, 6, 10], [0, 2, 5]],
  ['/message/history.json', 'date', ['2026013110'], ['20260131', 'x']],
] as const;

const many = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`);
const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

describe('what the fake RongCloud takes', () => {
  let fake: FakeRongCloud;
  before(async () => {
    fake = await startFakeRongCloud();
  });
  beforeEach(() => fake.reset());
  after(() => fake.stop());

  const code = async (path: string, fields: Fields) => (await callFake(fake, path, fields)).body.code;
  const withField = (path: string, name: string, value: Fields[string]) =>
    code(path, { ...least[path], [name]: value });

  it('is each call with the least that it needs', async () => {
    expect([...serverApi.keys()].sort()).to.deep.equal(Object.keys(least).sort());
    for (const [path, fields] of Object.entries(least)) expect(await code(path, fields), path).to.equal(200);
  });

  for (const [path, fields] of Object.entries(least))
    for (const name of Object.keys(fields))
      it(`is no ${path} without ${name}, or with nothing in it`, async () => {
        const rest = without(fields, name);
        expect(await code(path, rest)).to.equal(Object.keys(rest).length === 0 ? 1003 : 1002);
        expect(await withField(path, name, '')).to.equal(1002);
      });

  for (const [path, name, max] of counts)
    it(`is ${max} of ${name} at once by ${path}`, async () => {
      expect(await withField(path, name, many(max))).to.equal(200);
      expect(await withField(path, name, many(max + 1))).to.equal(1002);
    });

  for (const [path, name, sign, max] of lengths)
    it(`is ${max} characters of ${name} by ${path}`, async () => {
      expect(await withField(path, name, sign.repeat(max))).to.equal(200);
      expect(await withField(path, name, sign.repeat(max + 1))).to.equal(1005);
    });

  for (const [path, name, good, bad] of numbers)
    it(`is ${name} ${good.join(', ')}, not ${bad.join(', ')}, by ${path}`, async () => {
      for (const value of good) expect(await withField(path, name, value), String(value)).to.equal(200);
      for (const value of bad) expect(await withField(path, name, value), String(value)).to.equal(1002);
    });

  it('is a content of 128 k', async () => {
    const path = '/message/group/publish.json';
    const custom = { ...least[path], objectName: 'ST:Big' };
    expect(await code(path, { ...custom, content: 'x'.repeat(128 * 1024) })).to.equal(200);
    expect(await code(path, { ...custom, content: 'x'.repeat(128 * 1024 + 1) })).to.equal(1005);
  });

  it('is a body of less than 100 k, unless it is a message', async () => {
    expect(await withField('/group/create.json', 'more', 'x'.repeat(100 * 1024))).to.equal(1508);
    expect(await withField('/message/publish.json', 'more', 'x'.repeat(100 * 1024))).to.equal(200);
    expect(await withField('/message/publish.json', 'more', 'x'.repeat(1024 * 1024))).to.equal(1508);
  });

  it('is letters and digits as ids, with a few signs for users', async () => {
    for (const id of ['__system__', 'a+b=c-d_e', 'Z9'])
      expect(await withField('/user/getToken.json', 'userId', id), id).to.equal(200);
    for (const id of ['a,b', 'a b', 'ä', 'a/b', 'a.b'])
      expect(await withField('/user/getToken.json', 'userId', id), id).to.equal(1002);
    for (const id of ['g_1', 'g-1', 'a,b'])
      expect(await withField('/group/quit.json', 'groupId', id)).to.equal(1002);
  });

  it('is one value where one is meant', async () => {
    expect(await withField('/group/create.json', 'groupId', ['g', 'h'])).to.equal(1002);
  });

  it('is no list in brackets, nor one with commas', async () => {
    expect(await code('/group/quit.json', { groupId: 'g', 'userId[]': ['ann', 'ben'] })).to.equal(1002);
    expect(await code('/group/quit.json', { groupId: 'g', userId: 'ann,ben' })).to.equal(1002);
  });

  it('is fields that it does not know, which it leaves aside', async () => {
    expect(await withField('/group/quit.json', 'unknown', 'x')).to.equal(200);
  });

  it('is 3000 members in a group, and 3000 users in a blacklist', async () => {
    const fill = (start: number, count: number) => many(start + count).slice(start);
    for (const start of [0, 1000, 2000])
      expect(await withField('/group/join.json', 'userId', fill(start, 1000))).to.equal(200);
    const { status, body } = await callFake(fake, '/group/join.json', { groupId: 'g', userId: 'one-more' });
    expect([status, body.code]).to.deep.equal([405, 405]);
    fake.state.blacklists.set('ann', new Set(many(2999)));
    expect(await withField('/user/blacklist/add.json', 'blackUserId', ['x', 'y'])).to.equal(1002);
    expect(await withField('/user/blacklist/add.json', 'blackUserId', 'x')).to.equal(200);
  });

  describe('as names and contents of messages', () => {
    const path = '/message/group/publish.json';
    const send = (objectName: string, content: string) => code(path, { ...least[path], objectName, content });

    for (const [objectName, content] of [
      ['RC:TxtMsg', '{"content":"hi"}'],
      ['RC:InfoNtf', '{"message":"hi"}'],
      ['RC:CmdMsg', '{"name":"x","data":"{}"}'],
      ['RC:ContactNtf', '{"operation":"Request","sourceUserId":"a","targetUserId":"b","message":""}'],
      ['RC:GrpNtf', '{"operatorUserId":"a","operation":"Add","data":{}}'],
      ['ST:GrpNtf', 'as it likes'],
    ] as const)
      it(`is ${objectName}`, async () => {
        expect(await send(objectName, content)).to.equal(200);
      });

    it('is no RC: name of our own, and none that the service makes itself', async () => {
      for (const name of ['RC:Mine', 'RC:RcNtf', 'RC:RcCmd'])
        expect(await send(name, '{}'), name).to.equal(1002);
    });

    it('is JSON for the built-in ones, an object, with the keys that each must have', async () => {
      for (const content of ['hi', '"hi"', '[]', 'null', '{}', '{"message":"hi"}'])
        expect(await send('RC:TxtMsg', content), content).to.equal(1002);
      expect(await send('RC:ContactNtf', '{"operation":"Request","sourceUserId":"a"}')).to.equal(1002);
      expect(await send('RC:GrpNtf', '{"operation":"Add"}')).to.equal(1002);
    });

    it('is one group for a directed message', async () => {
      expect(await code(path, { ...least[path], toUserId: 'ben', toGroupId: ['g', 'h'] })).to.equal(1002);
      expect(await code(path, { ...least[path], toUserId: 'ben', expansion: 'true' })).to.equal(1002);
    });
  });

  describe('as a request', () => {
    const form = 'application/x-www-form-urlencoded';
    const send = async (path: string, init: { method?: string; type?: string; body?: string }) => {
      const { method = 'POST', type = form, body = formBody({ groupId: 'g' }) } = init;
      const headers = { ...signedHeaders(fake), 'content-type': type };
      const sent = method === 'GET' ? { method, headers } : { method, headers, body };
      const response = await fetch(fake.url + path, sent);
      return [response.status, ((await response.json()) as { code: number }).code];
    };
    const path = '/group/user/query.json';

    it('is a form, with a charset or without', async () => {
      expect(await send(path, {})).to.deep.equal([200, 200]);
      expect(await send(path, { type: `${form}; charset=UTF-8` })).to.deep.equal([200, 200]);
      for (const type of ['application/json', 'text/plain', `${form}; charset=gbk`])
        expect(await send(path, { type }), type).to.deep.equal([400, 1002]);
    });

    it('is a body, where anything is needed', async () => {
      expect(await send(path, { body: '' })).to.deep.equal([400, 1003]);
      expect(await send('/group/ban/query.json', { body: '' })).to.deep.equal([200, 200]);
    });

    it('is percent-encoded UTF-8', async () => {
      for (const body of ['groupId=%', 'groupId=%ff', 'groupId=%C4%E3'])
        expect(await send(path, { body }), body).to.deep.equal([400, 1002]);
    });

    it('is a path that there is, by POST', async () => {
      for (const wrong of ['/', '/group/user/query', '/group/user/query.xml', '/Group/user/query.json'])
        expect(await send(wrong, {}), wrong).to.deep.equal([404, 404]);
      for (const method of ['GET', 'PUT']) expect(await send(path, { method })).to.deep.equal([404, 404]);
    });

    it('is an X-Request-ID of 36 characters', async () => {
      const codeWith = async (id: string) => {
        const headers = { ...signedHeaders(fake), 'X-Request-ID': id };
        return (await fetch(`${fake.url}/group/ban/query.json`, { method: 'POST', headers })).status;
      };
      expect(await codeWith('x'.repeat(36))).to.equal(200);
      expect(await codeWith('x'.repeat(37))).to.equal(400);
    });

    it('is told what is wrong, and where', async () => {
      const { body } = await callFake(fake, path, { groupId: 'g!' });
      expect(body).to.deep.equal({
        code: 1002,
        errorMessage: 'bad parameter: groupId may hold only letters and digits',
        url: path,
      });
    });
  });
});
