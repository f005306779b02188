import type { EpochMs, UserId } from '../domain/ids.js';
import type { Phone } from '../domain/phone.js';
import type { Profile, User } from '../domain/user.js';

export interface UserReader {
  find(id: UserId): Promise<User | null>;
  /** Those that exist, ascending by id, each once. */
  findMany(ids: readonly UserId[]): Promise<readonly User[]>;
  findByPhone(phone: Phone): Promise<User | null>;
  /** The next ids, ascending, at most `limit`; from the first on after null. */
  idsAfter(id: UserId | null, limit: number): Promise<readonly UserId[]>;
  /** null when there is no such user. */
  passwordHash(id: UserId): Promise<string | null>;
  /** The IM cloud's token; null when none was issued yet. */
  imToken(id: UserId): Promise<string | null>;
}

export interface UserRepository extends UserReader {
  /**
   * @throws DomainError `phone-taken`, also when another transaction takes it at the same time
   */
  add(user: {
    readonly phone: Phone;
    readonly nickname: string;
    readonly passwordHash: string;
    readonly at: EpochMs;
  }): Promise<User>;
  /**
   * Changes the profile and stamps the user, and every friendship, block and live membership that shows it to
   * somebody, so that their syncs bring it. Set-based: its cost is what it shows up in, whatever the size of the store.
   */
  setProfile(
    id: UserId,
    change: Partial<Pick<Profile, 'nickname' | 'portraitUri'>>,
    at: EpochMs,
  ): Promise<void>;
  setPasswordHash(id: UserId, hash: string): Promise<void>;
  setImToken(id: UserId, token: string): Promise<void>;
}
