import type { ChangeSet } from '@kith/core';

/** Of each section how many rows an answer has. */
export const countsOf = ({ user, blacklist, friends, groups, groupMembers }: ChangeSet) => ({
  user: user ? 1 : 0,
  blacklist: blacklist.length,
  friends: friends.length,
  groups: groups.length,
  groupMembers: groupMembers.length,
});

export const rowCount = (answer: ChangeSet): number =>
  Object.values(countsOf(answer)).reduce((sum, count) => sum + count, 0);
