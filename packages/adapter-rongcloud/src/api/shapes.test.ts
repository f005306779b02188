import { expect } from 'chai';
import type { Call } from '../client/client.js';
import { rongCloudApi } from './api.js';

/** An API that is answered the same to everything. */
const answered = (...answers: object[]) => {
  const left = [...answers];
  const call: Call = async (endpoint) => endpoint.answer.parse(left.shift());
  return rongCloudApi(call);
};

describe('what RongCloud answers in one way or another', () => {
  for (const users of [
    ['a', 'b'],
    [{ id: 'a' }, { id: 'b' }],
    [{ userId: 'a' }, { userId: 'b', time: 1 }],
  ])
    it(`users as ${JSON.stringify(users)}`, async () => {
      expect(await answered({ users }).group.members('g')).to.deep.equal(['a', 'b']);
      expect(await answered({ users }).blacklist.list('u')).to.deep.equal(['a', 'b']);
      expect(await answered({ userIds: users }).mute.exempt.list('g')).to.deep.equal(['a', 'b']);
    });

  for (const [status, online] of [
    ['1', true],
    [1, true],
    ['0', false],
    [0, false],
  ] as const)
    it(`online as ${JSON.stringify(status)}`, async () => {
      expect(await answered({ status }).user.isOnline('u')).to.equal(online);
    });

  for (const next of ['', null, undefined])
    it(`the end of a blacklist as ${next === '' ? 'an empty text' : next}`, async () => {
      const pages = [
        { users: ['a'], next: 'more' },
        { users: ['b'], next },
      ];
      expect(await answered(...pages).blacklist.list('u')).to.deep.equal(['a', 'b']);
    });

  it('a blacklist whose pages come round again ends', async () => {
    const page = { users: ['a'], next: 'more' };
    expect(await answered(page, page).blacklist.list('u')).to.deep.equal(['a', 'a']);
  });

  it('a group without a name', async () => {
    expect(await answered({ groups: [{ id: 'g' }] }).group.groupsOf('u')).to.deep.equal([
      { id: 'g', name: '' },
    ]);
  });

  for (const wrong of [{}, { users: null }, { users: 'a' }, { users: [{ name: 'a' }] }, { users: [7] }])
    it(`never users as ${JSON.stringify(wrong)}`, async () => {
      const failed = await answered(wrong)
        .group.members('g')
        .catch((error: unknown) => error);
      expect(failed).to.be.an('error');
    });
});
