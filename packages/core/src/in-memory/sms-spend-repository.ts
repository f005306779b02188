import type { SmsSpendRepository } from '../index.js';
import type { Draft } from './store.js';

export function smsSpendRepository(draft: Draft): SmsSpendRepository {
  return {
    async findMany(keys) {
      const known = keys.flatMap((key) => {
        const spend = draft.smsSpend.get(key);
        return spend ? [[key, spend] as const] : [];
      });
      return new Map(known);
    },
    async save(changed) {
      const table = draft.table('smsSpend');
      for (const [key, spend] of changed) table.set(key, spend);
    },
    async prune(before) {
      const over = [...draft.smsSpend].filter(([, { expiresAt }]) => expiresAt < before);
      for (const [key] of over) draft.table('smsSpend').delete(key);
      return over.length;
    },
  };
}
