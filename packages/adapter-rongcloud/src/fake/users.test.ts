import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { callFake } from '../test/call-fake.js';
import { type FakeRongCloud, startFakeRongCloud } from './index.js';

const minute = 60_000;

describe('users of the fake RongCloud', () => {
  const clock = fakeClock(Date.UTC(2026, 0, 31));
  let fake: FakeRongCloud;
  before(async () => {
    fake = await startFakeRongCloud({ now: clock.now, userQuota: 3 });
  });
  beforeEach(() => fake.reset());
  after(() => fake.stop());

  const call = async (path: string, fields: Parameters<typeof callFake>[2] = {}) =>
    (await callFake(fake, path, fields)).body;
  const tokenOf = async (userId: string) =>
    String((await call('/user/getToken.json', { userId, name: userId })).token);

  it('get another token each time, and the old ones stay good', async () => {
    const tokens = [await tokenOf('ann'), await tokenOf('ann'), await tokenOf('ann')];
    expect(new Set(tokens).size).to.equal(3);
    for (const token of tokens) expect(fake.clients.connect(token)).to.deep.equal({ user: 'ann' });
  });

  it('get tokens of at most 256 bytes, with signs that want encoding', async () => {
    const token = await tokenOf('ann');
    expect(Buffer.byteLength(token)).to.be.at.most(256);
    for (const sign of ['=', '@', ';', '.']) expect(token).to.contain(sign);
  });

  it('cannot connect with any other token', () => {
    expect(fake.clients.connect('made-up')).to.deep.equal({ refused: 'bad-token' });
  });

  it('are as the last token or refresh said; what a refresh leaves out stays', async () => {
    await call('/user/getToken.json', { userId: 'ann', name: 'Ann', portraitUri: 'http://a/1' });
    await call('/user/refresh.json', { userId: 'ann', name: 'Anne' });
    expect(fake.state.users.get('ann')).to.include({ name: 'Anne', portraitUri: 'http://a/1' });
    await call('/user/refresh.json', { userId: 'ann', portraitUri: 'http://a/2' });
    expect(await call('/user/info.json', { userId: 'ann' })).to.deep.equal({
      code: 200,
      userName: 'Anne',
      userPortrait: 'http://a/2',
      createTime: '2026-01-31 08:00:00',
    });
    await tokenOf('ann');
    expect(fake.state.users.get('ann')).to.include({ name: 'ann', portraitUri: '' });
  });

  it('are refused with 2007 when there are as many as the app may have, but not whoever is one', async () => {
    for (const id of ['ann', 'ben', 'cid']) await tokenOf(id);
    expect(await callFake(fake, '/user/getToken.json', { userId: 'dan', name: 'Dan' })).to.deep.include({
      status: 403,
    });
    expect(await call('/user/getToken.json', { userId: 'ann', name: 'Ann' })).to.include({ code: 200 });
  });

  it('lose the tokens made before a moment, and no connection', async () => {
    const old = await tokenOf('ann');
    fake.clients.connect(old);
    clock.advance(minute);
    await call('/user/token/expire.json', { userId: 'ann', time: clock.now() });
    expect(fake.state.online.has('ann')).to.equal(true);
    expect(fake.clients.connect(old)).to.deep.equal({ refused: 'bad-token' });
    expect(fake.clients.connect(await tokenOf('ann'))).to.deep.equal({ user: 'ann' });
  });

  it('are cut off by a block, until it is over or lifted', async () => {
    const token = await tokenOf('ann');
    fake.clients.connect(token);
    await call('/user/block.json', { userId: 'ann', minute: 1 });
    expect(fake.state.online.has('ann')).to.equal(false);
    expect(fake.clients.connect(token)).to.deep.equal({ refused: 'blocked' });
    expect(fake.clients.send({ from: 'ann', toUser: 'ben' })).to.deep.equal({ refused: 'blocked' });
    clock.advance(minute);
    expect(fake.clients.connect(token)).to.deep.equal({ user: 'ann' });
    expect((await call('/user/block/query.json')).users).to.deep.equal([]);
    await call('/user/block.json', { userId: 'ann', minute: 1 });
    await call('/user/unblock.json', { userId: 'ann' });
    expect(fake.clients.connect(token)).to.deep.equal({ user: 'ann' });
  });

  it('go online and offline', async () => {
    const status = async () => (await call('/user/checkOnline.json', { userId: 'ann' })).status;
    expect(await status()).to.equal('0');
    fake.clients.connect(await tokenOf('ann'));
    expect(await status()).to.equal('1');
    fake.clients.disconnect('ann');
    expect(await status()).to.equal('0');
  });

  describe('who block each other', () => {
    const block = (userId: string, blackUserId: string | string[]) =>
      call('/user/blacklist/add.json', { userId, blackUserId });
    const blocked = (fields: Parameters<typeof call>[1]) =>
      call('/user/blacklist/query.json', { userId: 'ann', ...fields });

    it('cannot write to the one who blocks; that one still can', async () => {
      await block('ann', 'ben');
      expect(fake.clients.send({ from: 'ben', toUser: 'ann' })).to.deep.equal({
        refused: 'in-their-blacklist',
      });
      expect(fake.clients.send({ from: 'ann', toUser: 'ben' })).to.have.property('uid');
      await call('/user/blacklist/remove.json', { userId: 'ann', blackUserId: 'ben' });
      expect(fake.clients.send({ from: 'ben', toUser: 'ann' })).to.have.property('uid');
    });

    it('may do so twice, and lift what there is not', async () => {
      await block('ann', 'ben');
      expect(await block('ann', 'ben')).to.deep.equal({ code: 200 });
      expect((await blocked({})).users).to.deep.equal(['ben']);
      const lift = { userId: 'ann', blackUserId: ['ben', 'zoe'] };
      expect(await call('/user/blacklist/remove.json', lift)).to.deep.equal({ code: 200 });
      expect((await blocked({})).users).to.deep.equal([]);
      expect([...fake.state.blacklists]).to.deep.equal([]);
    });

    it('are listed as plain ids, in pages if asked for', async () => {
      await block('ann', ['b1', 'b2', 'b3', 'b4', 'b5']);
      const pages: unknown[] = [];
      let next = '';
      do {
        const page = await blocked({ size: 2, pageToken: next });
        pages.push(page.users);
        next = String(page.next);
      } while (next !== '');
      expect(pages).to.deep.equal([['b1', 'b2'], ['b3', 'b4'], ['b5']]);
      expect(await blocked({ pageToken: 'made-up' })).to.include({ code: 1002 });
    });
  });
});
