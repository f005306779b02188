import type { Verification, VerificationReader, VerificationRepository } from '../index.js';
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
  };
}
