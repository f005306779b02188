import { insist } from './ask.js';
import type { Fleet } from './fleet.js';
import { type Cast, stillUsersFor } from './play.js';

const activeUsers = 6;

/** Makes the users of a run. */
export async function castFor(fleet: Fleet, operations: number): Promise<Cast> {
  const still = stillUsersFor(operations, activeUsers);
  const { users, group } = await insist(fleet.writers, 'populate', {
    users: activeUsers + still,
    inGroup: activeUsers,
  });
  return {
    active: users.slice(0, activeUsers),
    still: users.slice(activeUsers),
    groups: [],
    stillGroup: group,
  };
}
