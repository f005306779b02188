import { epochMs, groupId, type ImEvent, type ImGateway, userId, version } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';

const [ann, ben] = [
  { id: userId(1), nickname: 'Ann', portraitUri: '' },
  { id: userId(2), nickname: '😀 "Ben" &lt;', portraitUri: 'http://example.com/ben.png' },
];
const group = groupId(3);

/** One of each kind. */
export const sampleEvents: readonly ImEvent[] = [
  { type: 'profile-changed', user: ben },
  { type: 'block-added', owner: ann.id, target: ben.id },
  { type: 'block-lifted', owner: ann.id, target: ben.id },
  { type: 'contact-notice', operation: 'Request', from: ben, to: ann.id, message: 'hello' },
  { type: 'contact-notice', operation: 'AcceptResponse', from: ann, to: ben.id, message: '' },
  { type: 'group-created', group, name: 'walkers', members: [ann.id, ben.id] },
  { type: 'group-joined', group, name: 'walkers', members: [ben.id] },
  { type: 'group-left', group, members: [ben.id] },
  { type: 'group-renamed', group, name: 'runners' },
  { type: 'group-notice', group, operator: ann, notice: { operation: 'Create', groupName: 'walkers' } },
  { type: 'group-notice', group, operator: ann, notice: { operation: 'Add', targets: [ben] } },
  { type: 'group-notice', group, operator: ann, notice: { operation: 'Kicked', targets: [ben] } },
  {
    type: 'group-notice',
    group,
    operator: ann,
    notice: { operation: 'Quit', target: ann, newCreatorId: ben.id },
  },
  { type: 'group-notice', group, operator: ann, notice: { operation: 'Rename', groupName: 'runners' } },
  {
    type: 'group-notice',
    group,
    operator: ann,
    notice: { operation: 'Transfer', oldCreator: ann, newCreator: ben },
  },
  { type: 'members-muted', group, members: [ben.id], minutes: 0 },
  { type: 'members-unmuted', group, members: [ben.id] },
  { type: 'group-muted', group, exempt: [ann.id] },
  { type: 'group-muted', group, exempt: [] },
  { type: 'group-unmuted', group },
  { type: 'history-cleared', group, by: ann.id, until: epochMs(1_700_000_000_000) },
  { type: 'group-notice', group, operator: ann, notice: { operation: 'Dismiss' } },
  { type: 'group-dismissed', group, operator: ann.id },
  {
    type: 'message',
    from: ann.id,
    conversation: { kind: 'private', to: ben.id },
    objectName: 'RC:TxtMsg',
    content: '{"content":"hello"}',
    pushContent: '',
  },
];

/** What every `ImGateway` takes. What an IM cloud hears of it is for each gateway's own tests. */
export function imGatewayContract({ describe, it }: TestApi, open: () => Promise<ImGateway>): void {
  describe('an IM gateway', () => {
    it('issues tokens of 1 to 256 characters, to each user another', async () => {
      const gateway = await open();
      const tokens = [await gateway.issueToken(ann), await gateway.issueToken(ben)];
      for (const token of tokens) expect(token).to.have.lengthOf.within(1, 256);
      expect(tokens[0]).to.not.equal(tokens[1]);
    });

    for (const event of sampleEvents) {
      const kind = event.type === 'group-notice' ? `${event.type} ${event.notice.operation}` : event.type;
      it(`takes ${kind}, and takes it again: it may be told twice`, async () => {
        const gateway = await open();
        const stamped = { event, version: version(1_700_000_000_000_000), at: epochMs(1_700_000_000_000) };
        await gateway.deliver(stamped);
        await gateway.deliver(stamped);
      });
    }
  });
}
