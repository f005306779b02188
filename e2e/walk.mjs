// What two people do: the README's walk-through, and what else the IM cloud has to hear of.
import { newPerson } from './person.mjs';

let walks = 0;

/**
 * @returns how many messages the IM cloud has to carry for it
 * @throws Error when a request fails
 */
export async function walk(world) {
  walks += 1;
  const turn = walks;
  const number = String(turn).padStart(8, '0');
  const alice = newPerson(world, { nickname: 'Alice', phone: `139${number}` });
  const bob = newPerson(world, { nickname: 'Bob', phone: `138${number}` });
  const [aliceId, bobId] = await Promise.all([alice.signUp(), bob.signUp()]);
  // The one answer that needs the IM cloud: none was issued before, so there may be none now.
  await alice.get('/user/get_token', { may: [502, 503] });

  await alice.post('/friendship/invite', { friendId: bobId, message: 'Hello Bob' });
  await bob.post('/friendship/agree', { friendId: aliceId });
  const { id: group } = await alice.post('/group/create', { name: 'Hikers', memberIds: [aliceId, bobId] });
  await bob.get(`/group/${group}`);
  const { version } = await bob.get('/user/sync/0');
  await alice.post('/user/set_nickname', { nickname: 'Alice L.' });
  await bob.get(`/user/sync/${version}`);

  await alice.post('/group/rename', { groupId: group, name: 'Walkers' });
  await bob.post('/user/add_to_blacklist', { friendId: aliceId });
  if (turn % 3 === 0) await bob.post('/user/remove_from_blacklist', { friendId: aliceId });
  const isKicked = turn % 2 === 0;
  if (isKicked) await alice.post('/group/kick', { groupId: group, memberIds: [bobId] });
  await bob.logIn();
  return ['Request', 'AcceptResponse', 'Create', 'Rename', ...(isKicked ? ['Kicked'] : [])].length;
}
