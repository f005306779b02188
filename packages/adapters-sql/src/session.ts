import type { Clock, ReadSession, WriteSession } from '@kith/core';
import { changeFeed } from './change-feed/feed.js';
import type { Database, Transaction } from './database.js';
import { blacklistReader, blacklistRepository } from './repositories/blacklist.js';
import { friendshipReader, friendshipRepository } from './repositories/friendships.js';
import { groupReader } from './repositories/groups.js';
import { imRecordReader, imRecordRepository } from './repositories/im-records.js';
import { outbox, outboxReader } from './repositories/outbox.js';
import { groupRepository } from './repositories/roster.js';
import { sessionReader, sessionRepository } from './repositories/sessions.js';
import { lockSmsSpend, smsSpendRepository } from './repositories/sms-spend.js';
import { userReader, userRepository } from './repositories/users.js';
import { verificationReader, verificationRepository } from './repositories/verifications.js';
import { writerOf } from './writer.js';

export const readSession = (trx: Transaction, database: Database): ReadSession => ({
  users: userReader(trx),
  friendships: friendshipReader(trx),
  blacklist: blacklistReader(trx),
  groups: groupReader(trx),
  verifications: verificationReader(trx),
  sessions: sessionReader(trx, database),
  outbox: outboxReader(trx),
  imRecords: imRecordReader(trx),
  changes: changeFeed(trx, database),
});

export function writeSession(trx: Transaction, database: Database, clock: Clock): WriteSession {
  const { locks } = database;
  const writer = writerOf(trx, database, () => database.versionClock.next(trx, clock.now()));
  return {
    users: userRepository(writer),
    friendships: friendshipRepository(writer),
    blacklist: blacklistRepository(writer),
    groups: groupRepository(writer),
    verifications: verificationRepository(writer),
    smsSpend: smsSpendRepository(writer),
    sessions: sessionRepository(writer),
    outbox: outbox(writer),
    imRecords: imRecordRepository(writer),
    lockPhone: (phone) => locks.phone(trx, phone),
    lockSmsSpend: (keys) => lockSmsSpend(trx, keys),
    lockUsers: (ids) => locks.users(trx, ids),
    lockGroup: (id) => locks.group(trx, id),
  };
}
