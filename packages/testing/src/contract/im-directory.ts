import {
  epochMs,
  groupId,
  type ImDirectory,
  type ImEvent,
  type ImGateway,
  userId,
  version,
} from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';

const [ann, ben, cat] = [userId(1), userId(2), userId(3)];
const [walkers, runners] = [groupId(4), groupId(5)];

/** The promises of `ImDirectory`, of a gateway that was told everything. */
export function imDirectoryContract(
  { describe, it }: TestApi,
  open: () => Promise<ImGateway & ImDirectory>,
): void {
  const told = async (...events: ImEvent[]) => {
    const cloud = await open();
    for (const user of [ann, ben, cat])
      await cloud.issueToken({ id: user, nickname: `user ${user}`, portraitUri: '' });
    for (const event of events)
      await cloud.deliver({
        event,
        version: version(1_700_000_000_000_000),
        at: epochMs(1_700_000_000_000),
      });
    return cloud;
  };
  const created: ImEvent = { type: 'group-created', group: walkers, name: 'walkers', members: [ann, ben] };
  const second: ImEvent = { type: 'group-created', group: runners, name: 'runners', members: [ann] };

  describe('an IM directory', () => {
    it('knows who is in a group: who came, who joined, not who left', async () => {
      const cloud = await told(
        created,
        { type: 'group-joined', group: walkers, name: 'walkers', members: [cat] },
        { type: 'group-left', group: walkers, members: [ben] },
      );
      expect(await cloud.groupMembers(walkers)).to.have.members([ann, cat]);
    });

    it('knows nobody in a group that it never heard of, or that is dismissed', async () => {
      const cloud = await told(created, { type: 'group-dismissed', group: walkers, operator: ann });
      expect(await cloud.groupMembers(walkers)).to.deep.equal([]);
      expect(await cloud.groupMembers(runners)).to.deep.equal([]);
      expect(await cloud.groupsOf(ann)).to.deep.equal([]);
    });

    it('knows the groups of a user, by their newest names', async () => {
      const cloud = await told(created, second, { type: 'group-renamed', group: walkers, name: '登山 & co' });
      expect(await cloud.groupsOf(ann)).to.have.deep.members([
        { id: walkers, name: '登山 & co' },
        { id: runners, name: 'runners' },
      ]);
      expect(await cloud.groupsOf(ben)).to.deep.equal([{ id: walkers, name: '登山 & co' }]);
      expect(await cloud.groupsOf(cat)).to.deep.equal([]);
    });

    it('tells the longest name whole', async () => {
      const longest = '😀'.repeat(32);
      const cloud = await told(created, { type: 'group-renamed', group: walkers, name: longest });
      expect(await cloud.groupsOf(ben)).to.deep.equal([{ id: walkers, name: longest }]);
    });

    it('peer: knows whom a user blocks, and not who blocks them: a block has a direction', async () => {
      const cloud = await told(
        { type: 'block-added', owner: ann, target: ben },
        { type: 'block-added', owner: ann, target: cat },
        { type: 'block-lifted', owner: ann, target: ben },
      );
      expect(await cloud.blockedBy(ann)).to.deep.equal([cat]);
      expect(await cloud.blockedBy(cat)).to.deep.equal([]);
    });
  });
}
