import { type ChangeSet, groupId, noVersion, userId, version } from '@kith/core';
import { expect } from 'chai';
import { syncClient, type WireSync } from './sync-client.js';

const answer = (sections: Partial<ChangeSet>): ChangeSet => ({
  version: version(2),
  era: version(1),
  reset: false,
  hasMore: false,
  user: null,
  blacklist: [],
  friends: [],
  groups: [],
  groupMembers: [],
  ...sections,
});
const ann = { id: userId(7), nickname: 'Ann', portraitUri: '' };
const group = { id: groupId(3), name: 'walkers', portraitUri: '', version: version(2) };
const mine = { group, displayName: '', role: 'member', isDeleted: false } as const;
const member = {
  groupId: group.id,
  user: ann,
  displayName: '',
  role: 'creator',
  isDeleted: false,
  version: version(2),
} as const;
const friend = { user: ann, displayName: '', status: 'agreed', version: version(2) } as const;

describe('the model of a syncing client', () => {
  it('begins with nothing, at version 0', () => {
    expect(syncClient().position()).to.deep.equal({ version: noVersion, era: noVersion });
    expect(Object.values(syncClient().contents()).flat()).to.deep.equal([]);
  });

  it('asks next with what it was answered', () => {
    const client = syncClient().apply(answer({}));
    expect(client.position()).to.deep.equal({ version: 2, era: 1 });
  });

  it('keeps one row a key, the newest', () => {
    const client = syncClient()
      .apply(answer({ friends: [friend] }))
      .apply(answer({ friends: [{ ...friend, displayName: 'Annie' }] }));
    expect(client.contents().friends).to.deep.equal([{ user: ann, displayName: 'Annie', status: 'agreed' }]);
  });

  it('deletes at a tombstone, and the roster with its group', () => {
    const client = syncClient().apply(
      answer({
        friends: [friend],
        blacklist: [{ user: ann, active: true, version: version(2) }],
        groups: [mine],
        groupMembers: [member],
      }),
    );
    client.apply(
      answer({
        friends: [{ ...friend, status: 'deleted' }],
        blacklist: [{ user: ann, active: false, version: version(3) }],
        groups: [{ ...mine, isDeleted: true }],
      }),
    );
    expect(Object.values(client.contents()).flat()).to.deep.equal([]);
  });

  it('forgets everything at a reset', () => {
    const client = syncClient()
      .apply(answer({ friends: [friend] }))
      .apply(answer({ reset: true, groups: [mine] }));
    expect(client.contents().friends).to.deep.equal([]);
    expect(client.contents().groups).to.have.lengthOf(1);
  });

  it('reads the wire in the same way', () => {
    const user = { id: 'aa', nickname: 'Ann', portraitUri: '' };
    const place = { groupId: 'gg', displayName: '', isDeleted: false };
    const wire: WireSync = {
      version: 5,
      era: 1,
      user: { ...user, timestamp: 5 },
      blacklist: [{ friendId: 'aa', status: true, timestamp: 5, user }],
      friends: [{ friendId: 'aa', displayName: '', status: 20, timestamp: 5, user }],
      groups: [{ ...place, role: 1, group: { id: 'gg', name: 'walkers', portraitUri: '', timestamp: 5 } }],
      group_members: [{ ...place, memberId: 'aa', role: 0, timestamp: 5, user }],
    };
    const client = syncClient().applyWire(wire);
    expect(client.position()).to.deep.equal({ version: 5, era: 1 });
    expect(Object.values(client.contents()).map((rows) => rows.length)).to.deep.equal([1, 1, 1, 1, 1]);

    client.applyWire({
      ...wire,
      user: null,
      blacklist: wire.blacklist.map((row) => ({ ...row, status: false })),
      friends: wire.friends.map((row) => ({ ...row, status: 30 })),
      groups: wire.groups.map((row) => ({ ...row, isDeleted: true })),
      group_members: [],
    });
    expect(Object.values(client.contents()).map((rows) => rows.length)).to.deep.equal([1, 0, 0, 0, 0]);
  });
});
