import {
  epochMs,
  type GroupId,
  groupId,
  type ReadSession,
  type SmsSpendKey,
  sessionId,
  type UserId,
  userId,
  version,
  type WriteSession,
} from '@kith/core';

const me: UserId = userId(17);
const them: UserId = userId(18);
const many = Array.from({ length: 20 }, (_, index) => userId(index + 100));
const group: GroupId = groupId(30);
const phone = { region: '86', number: '13900000017' };
const at = epochMs(2_000);
const smsKeys: readonly SmsSpendKey[] = ['number:86 13900000017', 'prefix:86 1390000', 'total'];

/** What is asked for in a store of thousands. */
export const reads: Readonly<Record<string, (session: ReadSession) => Promise<unknown>>> = {
  'a sync from nothing': ({ changes }) => changes.pull(me, { since: version(0), era: null }),
  'a sync of a delta': ({ changes }) => changes.pull(me, { since: version(500), era: null }),
  'a sync after a reset': ({ changes }) => changes.pull(me, { since: version(9e15), era: version(5) }),
  'a page of a sync': ({ changes }) => changes.pull(me, { since: version(0), era: null }, { limit: 5 }),
  'the last page of a sync': ({ changes }) =>
    changes.pull(me, { since: version(500), era: null }, { limit: 5 }),
  'a page after a reset': ({ changes }) =>
    changes.pull(me, { since: version(9e15), era: version(5) }, { limit: 5 }),
  'a user': ({ users }) => users.find(me),
  'several users': ({ users }) => users.findMany(many),
  'a page of users': ({ users }) => users.idsAfter(me, 100),
  'a user by phone': ({ users }) => users.findByPhone(phone),
  'a pair': ({ friendships }) => friendships.pair(me, them),
  'the friends': ({ friendships }) => friendships.list(me),
  'a block': ({ blacklist }) => blacklist.isBlocked(me, them),
  'the blacklist': ({ blacklist }) => blacklist.list(me),
  'a group': ({ groups }) => groups.find(group),
  'a page of groups': ({ groups }) => groups.idsAfter(group, 100),
  'a membership': ({ groups }) => groups.membership(group, me),
  'several memberships': ({ groups }) => groups.memberships(group, many),
  'a roster': ({ groups }) => groups.members(group),
  'my groups': ({ groups }) => groups.listOf(me),
  'how many groups': ({ groups }) => groups.countOf(me),
  'a successor': ({ groups }) => groups.successor(group, me),
  'a verification': ({ verifications }) => verifications.find(phone),
  'the phone of a token': ({ verifications }) => verifications.findByToken('digest 17'),
  'a session': ({ sessions }) => sessions.find(sessionId('session 17')),
  'a presence': ({ imRecords }) => imRecords.presence(me),
  'a routed message': ({ imRecords }) => imRecords.message('uid 17'),
  'the dead letters': ({ outbox }) => outbox.dead(10),
};

export const writes: Readonly<Record<string, (session: WriteSession) => Promise<unknown>>> = {
  'a new profile': ({ users }) => users.setProfile(me, { nickname: 'new' }, at),
  'a friendship': ({ friendships }) =>
    friendships.apply(me, them, { mine: { status: 'agreed' }, theirs: { status: 'agreed' } }, at),
  'a block': ({ blacklist }) => blacklist.set(me, userId(2_000), true, at),
  'people who join': ({ groups }) => groups.join(group, many, 'member', at),
  'people who leave': ({ groups }) => groups.leave(group, many, at),
  'a role': ({ groups }) => groups.setRole(group, me, 'member', at),
  'a dismissal': ({ groups }) => groups.dismiss(group, at),
  'a verification': ({ verifications }) =>
    verifications.save(phone, { codes: [], tries: 1, lastSendAt: at, token: null }),
  'the end of old verifications': ({ verifications }) => verifications.prune(epochMs(1_010)),
  'a count of SMS': async ({ lockSmsSpend, smsSpend }) => {
    await lockSmsSpend(smsKeys);
    await smsSpend.save(await smsSpend.findMany(smsKeys));
  },
  'the end of old counts of SMS': ({ smsSpend }) => smsSpend.prune(epochMs(1_010)),
  'the end of all sessions': ({ sessions }) => sessions.revokeAll(me, { except: sessionId('x') }),
  'the end of old sessions': ({ sessions }) => sessions.prune(epochMs(1_010)),
  'what waits once': ({ outbox }) => outbox.addOnce({ type: 'reconciliation-due', user: me }, at),
  'a claim of the relay': ({ outbox }) =>
    outbox.claim({ now: epochMs(10), leaseUntil: epochMs(20), limit: 50 }),
  'a new presence': ({ imRecords }) =>
    imRecords.savePresence({ user: me, status: 'online', os: 'iOS', at, session: '' }),
  'the end of old messages': ({ imRecords }) => imRecords.pruneMessages(epochMs(1_010), 100),
  'a delivery': ({ outbox }) => outbox.remove([1, 2, 3]),
  'a revival': ({ outbox }) => outbox.revive([3, 6, 9], at),
};
