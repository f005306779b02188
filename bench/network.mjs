// A user like most: 50 friends, and 10 groups of 50 members. And one like few: 500 groups of 500.
import { argon2Hasher, builders, clock, openSqlStore, random } from './parts.mjs';

const friends = 50;
const groups = 10;
const members = 50;

/** How I sign in. */
const credentials = { region: '86', phone: '13900000001', password: 'secret1' };

/** Fills an empty database. @returns the store, and who is in it */
export async function openNetwork(url) {
  const store = await openSqlStore({ url, clock, random, migrate: true });
  const given = builders(store.unitOfWork, clock);
  const [me, ...others] = (await given.users(1 + 2 * members)).map(({ id }) => id);
  const hash = await argon2Hasher().hash(credentials.password);
  await store.unitOfWork.write(({ users }) => users.setPasswordHash(me, hash));
  for (const friend of others.slice(0, friends)) await given.friendship(me, friend);
  for (let n = 0; n < groups; n += 1) await given.group(me, others.slice(n, n + members - 1), `group ${n}`);
  const { id: open } = await given.group(others[0], others.slice(1, members), 'to join');
  return { store, me, friend: others[0], open };
}

const many = 500;

/** Fills an empty database with a user in 500 groups of 500 members. */
export async function fillLarge(url) {
  const store = await openSqlStore({ url, clock, random, migrate: true });
  const given = builders(store.unitOfWork, clock);
  const [me, ...others] = (await given.users(many)).map(({ id }) => id);
  const hash = await argon2Hasher().hash(credentials.password);
  await store.unitOfWork.write(({ users }) => users.setPasswordHash(me, hash));
  for (let n = 0; n < many; n += 1) await given.group(me, others, `group ${n}`);
  await store.close();
}

/** Signs in over HTTP. */
export async function signIn(url) {
  const response = await fetch(`${url}/user/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  const { result } = await response.json();
  const [cookie] = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { id: result.id, cookie };
}
