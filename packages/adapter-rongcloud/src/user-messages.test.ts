import { epochMs, type ImEvent, version } from '@kith/core';
import { expect } from 'chai';
import { a, ann, b, ben, g, group, hearingOf, now } from './test/heard.js';
import { cloudsForTests } from './test/open-cloud.js';

const clouds = cloudsForTests();
const heard = hearingOf(clouds);

afterEach(() => clouds.closeAll());

describe('a message of a user', () => {
  const sent = { objectName: 'RC:TxtMsg', content: '{"content":"hello 登山"}', pushContent: '' };

  it('goes to a user as it was given, in the name of who sent it', async () => {
    const conversation = { kind: 'private', to: ben.id } as const;
    expect(await heard({ type: 'message', from: ann.id, conversation, ...sent })).to.deep.equal([
      {
        path: '/message/private/publish.json',
        fromUserId: a,
        toUserId: b,
        objectName: 'RC:TxtMsg',
        verifyBlacklist: '1',
        content: { content: 'hello 登山' },
      },
    ]);
  });

  it('does not reach whoever blocks the sender, though a server sends it', async () => {
    const { cloud, fake } = await clouds.open();
    const conversation = { kind: 'private', to: ben.id } as const;
    const say = (event: ImEvent) => cloud.deliver({ event, version: version(now), at: epochMs(1) });
    await say({ type: 'block-added', owner: ben.id, target: ann.id });
    await say({ type: 'message', from: ann.id, conversation, ...sent });
    await say({ type: 'block-lifted', owner: ben.id, target: ann.id });
    await say({ type: 'message', from: ann.id, conversation, ...sent });
    expect(fake.state.messages.map(({ recipients }) => recipients)).to.deep.equal([[], [b]]);
  });

  it('goes to a group, with its push text', async () => {
    const conversation = { kind: 'group', to: group } as const;
    const event: ImEvent = {
      type: 'message',
      from: ann.id,
      conversation,
      ...sent,
      pushContent: 'Ann: hello',
    };
    expect(await heard(event)).to.deep.equal([
      {
        path: '/message/group/publish.json',
        fromUserId: a,
        toGroupId: g,
        objectName: 'RC:TxtMsg',
        pushContent: 'Ann: hello',
        content: { content: 'hello 登山' },
      },
    ]);
  });

  it('that mentions members says so, or their clients would not look', async () => {
    const content = JSON.stringify({ content: '@all', mentionedInfo: { type: 1, userIdList: ['All'] } });
    const conversation = { kind: 'group', to: group } as const;
    const [call] = await heard({ type: 'message', from: ann.id, conversation, ...sent, content });
    expect(call).to.include({ isMentioned: '1' });
  });

  it('may be plain text of a type of its own', async () => {
    const { cloud, fake } = await clouds.open();
    for (const content of ['not JSON', '"text"', 'null', '7'])
      await cloud.deliver({
        event: {
          type: 'message',
          from: ann.id,
          conversation: { kind: 'group', to: group },
          objectName: 'App:Own',
          content,
          pushContent: '',
        },
        version: version(now),
        at: epochMs(1),
      });
    expect(fake.state.messages.map(({ content }) => content)).to.deep.equal([
      'not JSON',
      '"text"',
      'null',
      '7',
    ]);
  });
});
