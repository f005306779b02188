import type { EpochMs, SessionId, UserId } from '../domain/ids.js';

/** One signed-in device. */
export interface Session {
  readonly id: SessionId;
  readonly user: UserId;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
}

export interface SessionReader {
  /** null when unknown or revoked. An expired one is found: who asks compares the time. */
  find(id: SessionId): Promise<Session | null>;
}

export interface SessionRepository extends SessionReader {
  add(session: Session): Promise<void>;
  revoke(id: SessionId): Promise<void>;
  /** Revokes all of a user's sessions but one. */
  revokeAll(user: UserId, options?: { readonly except?: SessionId }): Promise<void>;
  /** Deletes those that ended before. @returns how many */
  prune(before: EpochMs): Promise<number>;
}
