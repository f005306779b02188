/** Slow on purpose; must not block the event loop. */
export interface PasswordHasher {
  /** A self-describing hash, at most 255 characters. */
  hash(password: string): Promise<string>;
  /**
   * @returns whether it is the password; `stale` when it should be hashed anew, since the scheme or its
   * parameters are no longer those of `hash`. A hash of an unknown scheme matches nothing.
   */
  verify(password: string, hash: string): Promise<{ readonly matches: boolean; readonly stale: boolean }>;
}
