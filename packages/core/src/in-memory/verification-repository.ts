import {
  lastTimeOf,
  type Verification,
  type VerificationReader,
  type VerificationRepository,
} from '../index.js';
import { type Draft, phoneKey, type Snapshot, type VerificationRow } from './store.js';

const toVerification = ({ phone, ...verification }: VerificationRow): Verification => verification;

export function verificationReader(store: Snapshot): VerificationReader {
  return {
    async find(phone) {
      const row = store.verifications.get(phoneKey(phone));
      return row ? toVerification(row) : null;
    },
    async findByToken(digest) {
      for (const { phone, token } of store.verifications.values()) if (token?.digest === digest) return phone;
      return null;
    },
  };
}

export function verificationRepository(draft: Draft): VerificationRepository {
  return {
    ...verificationReader(draft),
    async save(phone, verification) {
      draft.table('verifications').set(phoneKey(phone), { ...verification, phone });
    },
    async prune(before) {
      const over = [...draft.verifications].filter(([, row]) => lastTimeOf(row) < before);
      for (const [key] of over) draft.table('verifications').delete(key);
      return over.length;
    },
  };
}
