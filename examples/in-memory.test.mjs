// An app's own test, on the whole of Kith in memory: no server, no database, and time moves when the test says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInMemoryKith } from '@kith/core/in-memory';

const dayMs = 24 * 60 * 60 * 1000;

/** @param {import('@kith/core/in-memory').InMemoryKith} kith @param {string} nickname @param {string} number */
async function signUp({ sendCode, verifyCode, register, smsVerifier }, nickname, number) {
  const phone = { region: '86', number };
  await sendCode(phone);
  const verificationToken = await verifyCode(phone, smsVerifier.lastCode(phone));
  const { user } = await register({ nickname, password: 'secret123', verificationToken });
  return user;
}

test('who was ignored may ask again after a day', async () => {
  const kith = createInMemoryKith();
  const alice = await signUp(kith, 'Alice', '13900000001');
  const bob = await signUp(kith, 'Bob', '13900000002');

  await kith.inviteFriend(alice, bob, 'Hello');
  await kith.answerFriendRequest(bob, 'ignore', alice);
  assert.equal(await kith.inviteFriend(alice, bob, 'Hello?'), 'None');

  kith.clock.advance(dayMs + 1);
  assert.equal(await kith.inviteFriend(alice, bob, 'Hello again'), 'Sent');
});

test('who is kicked cannot read the roster any more', async () => {
  const kith = createInMemoryKith();
  const alice = await signUp(kith, 'Alice', '13900000001');
  const bob = await signUp(kith, 'Bob', '13900000002');

  const { group } = await kith.createGroup(alice, { name: 'Hikers', members: [alice, bob] });
  await kith.kickGroupMembers(alice, group.id, [bob]);
  await assert.rejects(kith.listGroupMembers(bob, group.id), { code: 'not-a-group-member' });
});

test('an IM cloud that is down hears it all later', async () => {
  const kith = createInMemoryKith();
  const alice = await signUp(kith, 'Alice', '13900000001');
  kith.imGateway.failNext('im-unavailable');

  await kith.setNickname(alice, 'Alice L.');
  assert.deepEqual(await kith.deliverOutbox(), { delivered: 0, retried: 1, postponed: 0, dead: 0 });
  kith.clock.advance(dayMs);
  assert.deepEqual(await kith.deliverOutbox(), { delivered: 1, retried: 0, postponed: 0, dead: 0 });
  assert.equal(kith.imGateway.delivered[0]?.event.type, 'profile-changed');
});
