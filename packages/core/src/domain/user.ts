import type { EpochMs, UserId } from './ids.js';
import type { Phone } from './phone.js';

/** What anyone may see of a user. */
export interface Profile {
  readonly id: UserId;
  /** 1 to 32 code points, escaped (docs/wire/users.md). */
  readonly nickname: string;
  /** '' or an http(s) address of 12 to 256 code points, escaped. */
  readonly portraitUri: string;
}

/** Who acts or is acted on, with the name to show. */
export type NamedUser = Pick<Profile, 'id' | 'nickname'>;

export interface User extends Profile {
  readonly phone: Phone;
  readonly createdAt: EpochMs;
  /** When the profile changed last. */
  readonly updatedAt: EpochMs;
}

export const profileOf = ({ id, nickname, portraitUri }: Profile): Profile => ({ id, nickname, portraitUri });
export const namedUser = ({ id, nickname }: NamedUser): NamedUser => ({ id, nickname });
