import { lastTimeOf, type VerificationReader, type VerificationRepository } from '@kith/core';
import type { Transaction } from '../database.js';
import { toVerification, type VerificationRow } from '../rows.js';
import type { Writer } from '../writer.js';

export function verificationReader(trx: Transaction): VerificationReader {
  return {
    async find({ region, number }) {
      const row = await trx<VerificationRow>('verifications').where({ region, phone: number }).first();
      return row ? toVerification(row) : null;
    },
    async findByToken(digest) {
      const row = await trx<VerificationRow>('verifications')
        .where({ token_digest: digest })
        .first('region', 'phone');
      return row ? { region: row.region, number: row.phone } : null;
    },
  };
}

export function verificationRepository({ trx }: Writer): VerificationRepository {
  return {
    ...verificationReader(trx),
    async save({ region, number }, verification) {
      const { codes, tries, lastSendAt, token } = verification;
      const columns = {
        codes: JSON.stringify(codes),
        tries,
        last_send_at: lastSendAt,
        token_digest: token?.digest ?? null,
        token_expires_at: token?.expiresAt ?? null,
        last_time: lastTimeOf(verification),
      };
      await trx('verifications')
        .insert({ region, phone: number, ...columns })
        .onConflict(['region', 'phone'])
        .merge(columns);
    },
    prune: (before) => trx('verifications').where('last_time', '<', before).delete(),
  };
}
