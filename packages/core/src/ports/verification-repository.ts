import type { EpochMs } from '../domain/ids.js';
import type { Phone } from '../domain/phone.js';
import type { Verification } from '../domain/verification.js';

export interface VerificationReader {
  find(phone: Phone): Promise<Verification | null>;
  /** The number that holds the token, if any. */
  findByToken(digest: string): Promise<Phone | null>;
}

export interface VerificationRepository extends VerificationReader {
  save(phone: Phone, verification: Verification): Promise<void>;
  /** Deletes those that tell of no time at or after this one (`lastTimeOf`). @returns how many */
  prune(before: EpochMs): Promise<number>;
}
