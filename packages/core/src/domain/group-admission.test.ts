import { expect } from 'chai';
import {
  listedUsers,
  requireAll,
  requireGroupAllowance,
  requireGroupSize,
  requireRoom,
} from './group-admission.js';
import { userId } from './ids.js';
import { productionRules } from './rules.js';

const ids = (count: number) => Array.from({ length: count }, (_, index) => userId(index + 1));
const code = (run: () => void): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('who may be let into a group', () => {
  it('counts a user that is listed twice once, and orders by id', () => {
    expect(listedUsers([userId(3), userId(1), userId(3)])).to.deep.equal([1, 3]);
  });

  it('refuses a list with an id that could not be read', () => {
    expect(code(() => listedUsers([userId(1), null]))).to.equal('group-member-unreadable');
  });

  it('refuses a user that does not exist, and names them', () => {
    expect(() => requireAll(ids(2), [{ id: userId(1) }]))
      .to.throw()
      .with.deep.include({ code: 'group-member-unknown', data: { user: 2 } });
    expect(code(() => requireAll(ids(2), [{ id: userId(2) }, { id: userId(1) }]))).to.equal(undefined);
  });

  it('founds a group with two to 500 members', () => {
    expect(code(() => requireGroupSize(ids(1), productionRules))).to.equal('group-too-few-members');
    expect(code(() => requireGroupSize([userId(1), userId(1)], productionRules))).to.equal(
      'group-too-few-members',
    );
    expect(code(() => requireGroupSize(ids(2), productionRules))).to.equal(undefined);
    expect(code(() => requireGroupSize(ids(500), productionRules))).to.equal(undefined);
    expect(code(() => requireGroupSize(ids(501), productionRules))).to.equal('group-full');
  });

  it('lets a user with 499 groups found one more, and none with 500 or more', () => {
    expect(code(() => requireGroupAllowance(499, productionRules))).to.equal(undefined);
    expect(code(() => requireGroupAllowance(500, productionRules))).to.equal('too-many-groups');
    expect(code(() => requireGroupAllowance(501, productionRules))).to.equal('too-many-groups');
  });

  it('fills a group to its last place and no further', () => {
    const group = { memberCount: 498, maxMemberCount: 500 };
    expect(code(() => requireRoom(group, 2))).to.equal(undefined);
    expect(code(() => requireRoom(group, 3))).to.equal('group-full');
  });
});
