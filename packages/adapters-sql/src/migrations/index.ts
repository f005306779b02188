import { initial } from './0001-initial.js';
import { smsSpend } from './0002-sms-spend.js';
import { imRecords } from './0003-im-records.js';
import type { Migration } from './migration.js';

export const migrations: readonly Migration[] = [initial, smsSpend, imRecords];
