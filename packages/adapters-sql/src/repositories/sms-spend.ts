import {
  epochMs,
  type SmsLedger,
  type SmsSpend,
  type SmsSpendKey,
  type SmsSpendRepository,
} from '@kith/core';
import type { Transaction } from '../database.js';
import { type SmsSpendRow, toSmsSpend } from '../rows.js';
import type { Writer } from '../writer.js';
import { chunksOf } from './chunks.js';

const table = 'sms_spend';

const toRow = ([key, { slots, pausedUntil, expiresAt }]: readonly [SmsSpendKey, SmsSpend]) => ({
  key,
  slots: JSON.stringify(slots),
  paused_until: pausedUntil,
  expires_at: expiresAt,
});

const nothing: SmsSpend = { slots: [], pausedUntil: null, expiresAt: epochMs(0) };

/**
 * Every database locks a row that is there already when it is inserted, and one that is not when it is made: by one
 * statement, in its order, so that nobody can come in between.
 */
export async function lockSmsSpend(trx: Transaction, keys: readonly SmsSpendKey[]): Promise<void> {
  if (keys.length === 0) return;
  const rows = [...new Set(keys)].sort().map((key) => toRow([key, nothing]));
  await trx(table).insert(rows).onConflict('key').merge(['key']);
}

export function smsSpendRepository({ trx, database }: Writer): SmsSpendRepository {
  return {
    async findMany(keys): Promise<SmsLedger> {
      const rows: SmsSpendRow[] = await trx(table).whereIn('key', keys).select();
      return new Map(rows.map((row) => [row.key, toSmsSpend(row)]));
    },
    async save(changed) {
      if (changed.size === 0) return;
      const rows = [...changed].map(toRow).sort((a, b) => (a.key < b.key ? -1 : 1));
      await trx(table).insert(rows).onConflict('key').merge(['slots', 'paused_until', 'expires_at']);
    },
    async prune(before) {
      // What somebody holds is about to be changed, and not over.
      const over = trx(table).where('expires_at', '<', before).select('key');
      const rows: Pick<SmsSpendRow, 'key'>[] = await database.skipLocked(over);
      let count = 0;
      for (const chunk of chunksOf(rows.map(({ key }) => key)))
        count += await trx(table).whereIn('key', chunk).delete();
      return count;
    },
  };
}
