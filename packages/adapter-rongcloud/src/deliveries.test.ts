import { epochMs, type ImEvent, userId, version } from '@kith/core';
import { expect } from 'chai';
import { a, ann, b, ben, c, cat, g, group, hearingOf, now } from './test/heard.js';
import { cloudsForTests } from './test/open-cloud.js';

const clouds = cloudsForTests();
const heard = hearingOf(clouds);

afterEach(() => clouds.closeAll());

const calls: readonly { when: string; event: ImEvent; calls: readonly object[] }[] = [
  {
    when: 'a profile changed',
    event: { type: 'profile-changed', user: { ...ben, portraitUri: 'http://example.com/b.png' } },
    calls: [
      { path: '/user/refresh.json', userId: b, name: ben.nickname, portraitUri: 'http://example.com/b.png' },
    ],
  },
  {
    when: 'somebody blocks: the one who blocks is the owner',
    event: { type: 'block-added', owner: ann.id, target: ben.id },
    calls: [{ path: '/user/blacklist/add.json', userId: a, blackUserId: b }],
  },
  {
    when: 'a block is lifted: the other way round',
    event: { type: 'block-lifted', owner: ann.id, target: ben.id },
    calls: [{ path: '/user/blacklist/remove.json', userId: a, blackUserId: b }],
  },
  {
    when: 'a group is created',
    event: { type: 'group-created', group, name: 'walkers', members: [ann.id, ben.id] },
    calls: [{ path: '/group/create.json', userId: [a, b], groupId: g, groupName: 'walkers' }],
  },
  {
    when: 'members join',
    event: { type: 'group-joined', group, name: 'walkers', members: [ben.id, cat.id] },
    calls: [{ path: '/group/join.json', userId: [b, c], groupId: g, groupName: 'walkers' }],
  },
  {
    when: 'members leave',
    event: { type: 'group-left', group, members: [ben.id, cat.id] },
    calls: [{ path: '/group/quit.json', userId: [b, c], groupId: g }],
  },
  {
    when: 'a group is renamed',
    event: { type: 'group-renamed', group, name: 'runners' },
    calls: [{ path: '/group/refresh.json', groupId: g, groupName: 'runners' }],
  },
  {
    when: 'a group is dismissed',
    event: { type: 'group-dismissed', group, operator: ann.id },
    calls: [{ path: '/group/dismiss.json', userId: a, groupId: g }],
  },
  {
    when: 'members are muted for some minutes',
    event: { type: 'members-muted', group, members: [ben.id, cat.id], minutes: 30 },
    calls: [{ path: '/group/user/gag/add.json', userId: [b, c], groupId: g, minute: '30' }],
  },
  {
    when: 'members are muted for good',
    event: { type: 'members-muted', group, members: [ben.id], minutes: 0 },
    calls: [{ path: '/group/user/gag/add.json', userId: b, groupId: g, minute: '0' }],
  },
  {
    when: 'members are no longer muted',
    event: { type: 'members-unmuted', group, members: [ben.id] },
    calls: [{ path: '/group/user/gag/rollback.json', userId: b, groupId: g }],
  },
  {
    when: 'a whole group is muted: first the ban, then those it does not hold for',
    event: { type: 'group-muted', group, exempt: [ann.id, ben.id] },
    calls: [
      { path: '/group/ban/add.json', groupId: g },
      { path: '/group/user/ban/whitelist/add.json', groupId: g, userId: [a, b] },
    ],
  },
  {
    when: 'a whole group is no longer muted',
    event: { type: 'group-unmuted', group },
    calls: [{ path: '/group/ban/rollback.json', groupId: g }],
  },
  {
    when: 'the history of a group is cleared',
    event: { type: 'history-cleared', group, by: ann.id, until: epochMs(1_700_000_000_000) },
    calls: [
      {
        path: '/conversation/message/history/clean.json',
        conversationType: '3',
        fromUserId: a,
        targetId: g,
        msgTimestamp: '1700000000000',
      },
    ],
  },
  {
    when: 'somebody asks for friendship',
    event: { type: 'contact-notice', operation: 'Request', from: ben, to: ann.id, message: 'hi & ho' },
    calls: [
      {
        path: '/message/system/publish.json',
        fromUserId: b,
        toUserId: a,
        objectName: 'RC:ContactNtf',
        content: {
          operation: 'Request',
          sourceUserId: b,
          targetUserId: a,
          message: 'hi & ho',
          extra: { sourceUserNickname: ben.nickname, version: now },
        },
      },
    ],
  },
];

describe('RongCloud hears', () => {
  for (const { when, event, calls: expected } of calls)
    it(`when ${when}`, async () => {
      expect(await heard(event)).to.deep.equal(expected);
    });

  it('of a mute with more exempt than one call takes: in chunks of 20', async () => {
    const exempt = Array.from({ length: 45 }, (_, index) => userId(index + 1));
    const paths = (await heard({ type: 'group-muted', group, exempt })).map(({ path }) => path);
    expect(paths).to.deep.equal([
      '/group/ban/add.json',
      ...Array(3).fill('/group/user/ban/whitelist/add.json'),
    ]);
  });
});

const notices: readonly { notice: Extract<ImEvent, { type: 'group-notice' }>['notice']; fields: object }[] = [
  { notice: { operation: 'Create', groupName: 'walkers' }, fields: { targetGroupName: 'walkers' } },
  {
    notice: { operation: 'Add', targets: [ben, cat] },
    fields: { targetUserIds: [b, c], targetUserDisplayNames: [ben.nickname, 'Cat'] },
  },
  {
    notice: { operation: 'Kicked', targets: [ben] },
    fields: { targetUserIds: [b], targetUserDisplayNames: [ben.nickname] },
  },
  {
    notice: { operation: 'Quit', target: ann, newCreatorId: ben.id },
    fields: { targetUserIds: [a], targetUserDisplayNames: ['Ann'], newCreatorId: b },
  },
  {
    notice: { operation: 'Quit', target: ann, newCreatorId: null },
    fields: { targetUserIds: [a], targetUserDisplayNames: ['Ann'], newCreatorId: null },
  },
  { notice: { operation: 'Dismiss' }, fields: {} },
  { notice: { operation: 'Rename', groupName: 'runners' }, fields: { targetGroupName: 'runners' } },
  {
    notice: { operation: 'Transfer', oldCreator: ann, newCreator: ben },
    fields: {
      oldCreatorId: a,
      oldCreatorName: 'Ann',
      newCreatorId: b,
      newCreatorName: ben.nickname,
    },
  },
];

describe('the members of a group hear from __system__, with ids as everywhere and the version as timestamp', () => {
  for (const { notice, fields } of notices)
    it(`${notice.operation}${'newCreatorId' in notice ? `, ${notice.newCreatorId ? 'with' : 'without'} a new creator` : ''}`, async () => {
      const data = { operatorNickname: 'Ann', ...fields, timestamp: now };
      expect(await heard({ type: 'group-notice', group, operator: ann, notice })).to.deep.equal([
        {
          path: '/message/group/publish.json',
          fromUserId: '__system__',
          toGroupId: g,
          objectName: 'RC:GrpNtf',
          content: { operatorUserId: a, operation: notice.operation, data: { ...data, data }, message: '' },
        },
      ]);
    });
});

describe('notices', () => {
  it('have the other names that clients may know them by', async () => {
    const events: ImEvent[] = [
      { type: 'group-notice', group, operator: ann, notice: { operation: 'Dismiss' } },
      { type: 'contact-notice', operation: 'AcceptResponse', from: ben, to: ann.id, message: '' },
    ];
    const names: unknown[] = [];
    for (const event of events)
      names.push(...(await heard(event, { objectNames: 'ST' })).map((call) => ({ ...call })));
    expect(names).to.have.nested.property('[0].objectName', 'ST:GrpNtf');
    expect(names).to.have.nested.property('[1].objectName', 'ST:ContactNtf');
    expect(names).to.have.nested.property('[1].content.operation', 'AcceptResponse');
    expect(names).to.have.nested.property('[1].content.message', '');
  });

  it('of a kick reach the kicked, who leave after it', async () => {
    const { cloud, fake } = await clouds.open();
    const events: ImEvent[] = [
      { type: 'group-created', group, name: 'walkers', members: [ann.id, ben.id] },
      { type: 'group-notice', group, operator: ann, notice: { operation: 'Kicked', targets: [ben] } },
      { type: 'group-left', group, members: [ben.id] },
    ];
    for (const event of events)
      await cloud.deliver({ event, version: version(now), at: epochMs(1_700_000_000_000) });
    expect(fake.state.messages.map(({ recipients }) => recipients)).to.deep.equal([[a, b].sort()]);
    expect([...(fake.state.groups.get(g)?.members ?? [])]).to.deep.equal([a]);
  });
});
