// RongCloud in a test of one's own: a fake that keeps what it is told, and fails when asked to.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { rongCloud } from '@kith/adapter-rongcloud';
import { startFakeRongCloud } from '@kith/adapter-rongcloud/fake';
import { epochMs, groupId, n3dIdCodec, userId, version } from '@kith/core';
import { inMemoryClock, inMemoryRandom } from '@kith/core/in-memory';

const fake = await startFakeRongCloud();
const idCodec = n3dIdCodec('11EdDIaqpcim');
const cloud = rongCloud(
  { appKey: fake.appKey, appSecret: fake.appSecret, hosts: [fake.url] },
  { idCodec, clock: inMemoryClock(), random: inMemoryRandom() },
);
beforeEach(() => fake.reset());
after(async () => {
  await cloud.close();
  await fake.stop();
});

/** @type {import('@kith/core').ImEvent} */
const event = {
  type: 'group-created',
  group: groupId(1),
  name: 'Book club',
  members: [userId(1), userId(2)],
};
const created = { event, version: version(1), at: epochMs(1) };

test('a new group is made in RongCloud too', async () => {
  await cloud.deliver(created);
  const group = fake.state.groups.get(idCodec.encode(1));
  assert.equal(group?.name, 'Book club');
  assert.deepEqual([...(group?.members ?? [])].sort(), [1, 2].map(idCodec.encode).sort());
});

test('a group that RongCloud refuses is not tried again', async () => {
  fake.misbehave({ kind: 'refuse', code: 1002, times: 1 });
  await assert.rejects(cloud.deliver(created), { code: 'im-refused' });
  assert.deepEqual(
    fake.calls.map(({ path, code }) => [path, code]),
    [['/group/create.json', 1002]],
  );
});

test('whoever has a token connects with it', async () => {
  const token = await cloud.issueToken({ id: userId(1), nickname: 'Ann', portraitUri: '' });
  assert.deepEqual(fake.clients.connect(token), { user: idCodec.encode(1) });
});
