import { expect } from 'chai';
import rongCloudSdk from 'rongcloud-sdk';
import { type FakeRongCloud, startFakeRongCloud } from './index.js';

// The proof that the fake is like RongCloud: the last release of the official SDK, which knows nothing of it, works with it.
describe('the official SDK for Node', () => {
  const start = Date.UTC(2026, 0, 31, 8, 12, 38);
  let fake: FakeRongCloud;
  let sdk: ReturnType<typeof rongCloudSdk>;

  const config = () => ({ appkey: fake.appKey, secret: fake.appSecret, api: fake.url });
  const state = () => fake.state;

  before(async () => {
    fake = await startFakeRongCloud({ now: () => start });
    sdk = rongCloudSdk(config());
  });
  beforeEach(() => fake.reset());
  after(() => fake.stop());

  describe('users', () => {
    const user = { id: 'ann', name: 'Ann', portrait: 'http://127.0.0.1/a.png' };

    it('are registered, each time with another token', async () => {
      const first = await sdk.User.register(user);
      const second = await sdk.User.register(user);
      expect(first).to.include({ code: 200, userId: 'ann' });
      expect(second.token).to.be.a('string').that.does.not.equal(first.token);
      expect(state().users.get('ann')).to.include({ name: 'Ann', portraitUri: user.portrait });
    });

    it('are renamed', async () => {
      await sdk.User.register(user);
      expect(await sdk.User.update({ ...user, name: 'Anne' })).to.deep.equal({ code: 200 });
      expect(state().users.get('ann')?.name).to.equal('Anne');
    });

    it('are blocked, listed and unblocked', async () => {
      expect(await sdk.User.Block.add({ id: 'ann', minute: 30 })).to.deep.equal({ code: 200 });
      expect(await sdk.User.Block.getList()).to.deep.equal({
        code: 200,
        users: [{ userId: 'ann', blockEndTime: '2026-01-31 16:42:38' }],
      });
      expect(await sdk.User.Block.remove({ id: 'ann' })).to.deep.equal({ code: 200 });
      expect(await sdk.User.Block.getList()).to.deep.equal({ code: 200, users: [] });
    });

    it('are online or not', async () => {
      const { token } = await sdk.User.register(user);
      expect(await sdk.User.OnlineStatus.get({ id: 'ann' })).to.deep.equal({ code: 200, status: '0' });
      fake.clients.connect(String(token));
      expect(await sdk.User.OnlineStatus.get({ id: 'ann' })).to.deep.equal({ code: 200, status: '1' });
    });

    it('have blacklists', async () => {
      const blacklist = [{ id: 'ben' }, { id: 'cid' }];
      expect(await sdk.User.Blacklist.add({ id: 'ann', blacklist })).to.deep.equal({ code: 200 });
      expect(await sdk.User.Blacklist.getList({ id: 'ann' })).to.deep.include({
        code: 200,
        users: blacklist,
      });
      expect(await sdk.User.Blacklist.remove({ id: 'ann', blacklist: [{ id: 'ben' }] })).to.include({
        code: 200,
      });
      expect(await sdk.User.Blacklist.getList({ id: 'ann' })).to.deep.include({ users: [{ id: 'cid' }] });
    });
  });

  describe('groups', () => {
    const members = () => [...(state().groups.get('g1')?.members ?? [])];

    beforeEach(async () => {
      const group = { id: 'g1', name: 'One', members: [{ id: 'ann' }, { id: 'ben' }] };
      expect(await sdk.Group.create(group)).to.deep.equal({ code: 200 });
    });

    it('are created, joined and quit', async () => {
      expect(await sdk.Group.join({ id: 'g1', name: 'One', member: { id: 'cid' } })).to.deep.equal({
        code: 200,
      });
      expect(await sdk.Group.quit({ id: 'g1', member: { id: 'ann' } })).to.deep.equal({ code: 200 });
      expect(members()).to.have.members(['ben', 'cid']);
    });

    it('are renamed', async () => {
      expect(await sdk.Group.update({ id: 'g1', name: 'Uno' })).to.deep.equal({ code: 200 });
      expect(state().groups.get('g1')?.name).to.equal('Uno');
    });

    it('say who is in them', async () => {
      expect(await sdk.Group.get({ id: 'g1' })).to.deep.equal({
        code: 200,
        members: [{ id: 'ann' }, { id: 'ben' }],
      });
    });

    it('are dismissed by anybody', async () => {
      expect(await sdk.Group.dismiss({ id: 'g1', member: { id: 'zoe' } })).to.deep.equal({ code: 200 });
      expect([...state().groups.keys()]).to.deep.equal([]);
    });

    it('are set for a user, and all others ended', async () => {
      const groups = [
        { id: 'g2', name: 'Two & more' },
        { id: 'g3', name: '三' },
      ];
      expect(await sdk.Group.sync({ id: 'ann', groups })).to.deep.equal({ code: 200 });
      expect(members()).to.deep.equal(['ben']);
      expect(state().groups.get('g2')).to.deep.equal({ name: 'Two & more', members: new Set(['ann']) });
      expect(state().groups.get('g3')?.name).to.equal('三');
    });

    for (const [name, list] of [
      ['Gag', () => sdk.Group.Gag],
      ['Mute.Member', () => sdk.Group.Mute.Member],
    ] as const)
      it(`have silent members, by ${name}`, async () => {
        const silent = { id: 'g1', members: [{ id: 'ann' }, { id: 'ben' }] };
        expect(await list().add({ ...silent, minute: 60 })).to.deep.equal({ code: 200 });
        const { members } = await list().getList({ id: 'g1' });
        expect(members).to.deep.include({
          id: 'ann',
          time: '2026-01-31 17:12:38',
          startTime: '2026-01-31 16:12:38',
        });
        expect(await list().remove({ id: 'g1', members: [{ id: 'ann' }, { id: 'ben' }] })).to.include({
          code: 200,
        });
        expect(await list().getList({ id: 'g1' })).to.deep.include({ members: [] });
      });

    it('are silenced as a whole', async () => {
      expect(await sdk.Group.Mute.All.add({ groups: [{ id: 'g1' }] })).to.deep.equal({ code: 200 });
      expect(await sdk.Group.Mute.All.getList()).to.deep.equal({
        code: 200,
        groups: [{ id: 'g1', isMuted: 1 }],
      });
      expect(await sdk.Group.Mute.All.remove({ groups: [{ id: 'g1' }] })).to.deep.equal({ code: 200 });
      expect(await sdk.Group.Mute.All.getList()).to.deep.equal({ code: 200, groups: [] });
    });

    it('exempt members from that', async () => {
      const { Whitelist } = sdk.Group.Mute;
      expect(await Whitelist.add({ id: 'g1', members: [{ id: 'ann' }] })).to.deep.equal({ code: 200 });
      expect(await Whitelist.getList({ id: 'g1' })).to.deep.include({ code: 200, members: [{ id: 'ann' }] });
      expect(await Whitelist.remove({ id: 'g1', members: [{ id: 'ann' }] })).to.deep.equal({ code: 200 });
      expect(await Whitelist.getList({ id: 'g1' })).to.deep.include({ members: [] });
    });

    it('get messages', async () => {
      const content = { content: 'hello & 你好' };
      const message = { senderId: '__system__', targetId: 'g1', objectName: 'RC:TxtMsg', content };
      expect(await sdk.Message.Group.send(message)).to.include({ code: 200 });
      const [sent] = state().messages;
      expect(sent).to.include({ kind: 'group', from: '__system__', target: 'g1', objectName: 'RC:TxtMsg' });
      expect(sent?.recipients).to.deep.equal(['ann', 'ben']);
      expect(JSON.parse(sent?.content ?? '')).to.deep.equal({ content: 'hello & 你好' });
    });

    it('get messages that mention members', async () => {
      const content = { content: 'hi', mentionedInfo: { type: 2, userIds: ['ben'], pushContent: 'x' } };
      const message = { senderId: 'ann', targetId: 'g1', objectName: 'RC:TxtMsg', content };
      const sent = await sdk.Message.Group.sendMention({ ...message, type: 2, userIds: ['ben'] });
      expect(sent).to.include({ code: 200 });
      expect(state().messages[0]?.options).to.include({ isMentioned: '1' });
      expect(state().messages[0]?.content).to.contain('"userIdList":["ben"]');
    });
  });

  describe('messages', () => {
    const message = { senderId: 'ann', targetId: 'ben', objectName: 'RC:TxtMsg', content: { content: 'hi' } };

    for (const [kind, send] of [
      ['private', () => sdk.Message.Private.send],
      ['system', () => sdk.Message.System.send],
    ] as const)
      it(`are sent to a user, as ${kind} ones`, async () => {
        expect(await send()({ ...message })).to.include({ code: 200 });
        expect(state().messages[0]).to.include({ kind, from: 'ann', target: 'ben' });
        expect(state().messages[0]?.recipients).to.deep.equal(['ben']);
      });

    it('are sent to several users at once', async () => {
      expect(await sdk.Message.Private.send({ ...message, targetId: ['ben', 'cid'] })).to.include({
        code: 200,
      });
      expect(state().messages.map(({ target }) => target)).to.deep.equal(['ben', 'cid']);
    });

    it('are recalled', async () => {
      await sdk.Message.Private.send({ ...message });
      const uId = state().messages[0]?.uid;
      const recall = { senderId: 'ann', targetId: 'ben', uId, sentTime: start };
      expect(await sdk.Message.Private.recall(recall)).to.deep.equal({ code: 200 });
      expect(state().messages[0]?.isRecalled).to.equal(true);
    });

    it('have hourly logs, which are empty', async () => {
      const date = '2026013110';
      expect(await sdk.Message.History.get({ date })).to.deep.equal({ code: 200, url: '', date });
      expect(await sdk.Message.History.remove({ date })).to.deep.equal({ code: 200 });
    });
  });

  // It gives refusals as results, in its own codes: 20000 is 1004, 20001 is 1008.
  describe('is refused', () => {
    const get = () => sdk.Group.get({ id: 'g1' });

    it('when its secret is wrong', async () => {
      rongCloudSdk({ ...config(), secret: 'wrong' });
      const refused = await get();
      rongCloudSdk(config());
      expect(refused).to.include({ code: '20000' });
      expect(fake.calls.at(-1)).to.include({ code: 1004 });
    });

    it('when it calls too often', async () => {
      fake.misbehave({ kind: 'refuse', code: 1008, times: 1 });
      expect(await get()).to.include({ code: '20001' });
      expect(await get()).to.include({ code: 200 });
    });

    it('when a field is bad, and reads why', async () => {
      const refused = await sdk.Group.get({ id: 'no-such-sign!' });
      expect(refused).to.deep.include({ code: 1002, url: '/group/user/query.json' });
      expect(refused.msg).to.contain('groupId may hold only letters and digits');
    });
  });
});
