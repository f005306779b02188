// How large a seeded network is, by the number of its users.
export const usersUnlessGiven = '100000';

/** @returns null for what is not a size */
export function sizeOf(text) {
  const users = Number(text);
  const groups = users / 5;
  return Number.isInteger(groups) && users >= 1_000 ? { users, friendsEach: 50, groups } : null;
}

export const whatASizeIs = '--users takes a number from 1000 on that 5 divides.';
