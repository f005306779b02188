import { expect } from 'chai';
import { callFake } from '../test/call-fake.js';
import { type FakeRongCloud, startFakeRongCloud } from './index.js';

describe('messages through the fake RongCloud', () => {
  let fake: FakeRongCloud;
  before(async () => {
    fake = await startFakeRongCloud({ now: () => 1234 });
  });
  after(() => fake.stop());

  const call = async (path: string, fields: Parameters<typeof callFake>[2]) =>
    (await callFake(fake, path, fields)).body;
  const draft = { fromUserId: 'ann', objectName: 'ST:GrpNtf', content: '{"operation":"Add"}' };
  const toGroup = (fields: Parameters<typeof callFake>[2]) =>
    call('/message/group/publish.json', { ...draft, toGroupId: 'g', ...fields });
  const recipients = () => fake.state.messages.map((message) => message.recipients);

  beforeEach(async () => {
    fake.reset();
    await call('/group/create.json', { userId: ['ann', 'ben', 'cid'], groupId: 'g', groupName: 'G' });
  });

  it('are kept as they were published', async () => {
    await toGroup({ isIncludeSender: 1, pushContent: 'look' });
    const [message] = fake.stateAsJson().messages as unknown as Record<string, unknown>[];
    const { uid, ...rest } = message ?? {};
    expect(uid).to.match(/^([A-Z2-8]{4}-){3}[A-Z2-8]{4}$/);
    expect(rest).to.deep.equal({
      at: 1234,
      kind: 'group',
      by: 'server',
      from: 'ann',
      target: 'g',
      recipients: ['ann', 'ben', 'cid'],
      objectName: 'ST:GrpNtf',
      content: '{"operation":"Add"}',
      options: { isIncludeSender: '1', pushContent: 'look' },
      isRecalled: false,
    });
  });

  it('reach whoever is a member at that moment, and the sender only if asked for', async () => {
    await toGroup({});
    await call('/group/quit.json', { userId: 'ben', groupId: 'g' });
    await toGroup({});
    await toGroup({ fromUserId: '__system__' });
    await call('/group/dismiss.json', { userId: 'ann', groupId: 'g' });
    await toGroup({});
    expect(recipients()).to.deep.equal([['ben', 'cid'], ['cid'], ['ann', 'cid'], []]);
  });

  it('reach, when directed, only the named who are members', async () => {
    await toGroup({ toUserId: ['cid', 'zoe'] });
    expect(recipients()).to.deep.equal([['cid']]);
  });

  it('are one for each group and each user, each with its own id', async () => {
    const groups = await toGroup({ toGroupId: ['g', 'h'] });
    const users = await call('/message/private/publish.json', { ...draft, toUserId: ['ben', 'cid'] });
    const system = await call('/message/system/publish.json', { ...draft, toUserId: ['ben'] });
    const uids = fake.state.messages.map(({ uid }) => uid);
    expect(new Set(uids).size).to.equal(5);
    expect([groups.messageUIDs, users.messageUIDs, system.messageUIDs]).to.deep.equal([
      [
        { groupId: 'g', messageUID: uids[0] },
        { groupId: 'h', messageUID: uids[1] },
      ],
      [
        { userId: 'ben', messageUID: uids[2] },
        { userId: 'cid', messageUID: uids[3] },
      ],
      [{ userId: 'ben', messageUID: uids[4] }],
    ]);
  });

  it('pass a blacklist, unless they ask for it to be honoured', async () => {
    await call('/user/blacklist/add.json', { userId: 'ben', blackUserId: 'ann' });
    const send = (fields = {}) =>
      call('/message/private/publish.json', { ...draft, toUserId: ['ben', 'cid'], ...fields });
    await send();
    await send({ verifyBlacklist: 1 });
    expect(recipients()).to.deep.equal([['ben'], ['cid'], [], ['cid']]);
  });

  it('are recalled by sender, target and id', async () => {
    await toGroup({});
    const uid = fake.state.messages[0]?.uid ?? '';
    const recall = (fromUserId: string) =>
      call('/message/recall.json', {
        fromUserId,
        conversationType: 3,
        targetId: 'g',
        messageUID: uid,
        sentTime: 1,
      });
    await recall('ben');
    expect(fake.state.messages[0]?.isRecalled).to.equal(false);
    await recall('ann');
    expect(fake.state.messages[0]?.isRecalled).to.equal(true);
  });

  it('have their history cleaned for a user, up to a moment', async () => {
    const clean = { conversationType: 3, fromUserId: 'ann', targetId: 'g', msgTimestamp: 1000 };
    await call('/conversation/message/history/clean.json', clean);
    expect(fake.state.historyCleans).to.deep.equal([
      { at: 1234, user: 'ann', conversationType: 3, target: 'g', until: 1000 },
    ]);
  });

  it('of the apps are kept beside those of the server', () => {
    const sent = fake.clients.send({ from: 'ben', toGroup: 'g' });
    expect(fake.state.messages[0]).to.deep.include({ ...sent, by: 'client', from: 'ben', kind: 'group' });
    expect(() => fake.clients.send({ from: 'ben' })).to.throw('toUser or toGroup is required');
  });
});
