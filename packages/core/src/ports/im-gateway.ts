import type { ImEvent } from '../domain/events.js';
import type { EpochMs, Version } from '../domain/ids.js';
import type { Profile } from '../domain/user.js';

/** An event with the stamp of the transaction that wrote it. */
export interface StampedEvent {
  readonly event: ImEvent;
  readonly version: Version;
  readonly at: EpochMs;
}

/** The IM cloud. */
export interface ImGateway {
  /**
   * Makes the user known and mints a token to connect with, 1 to 256 characters.
   *
   * Somebody waits for it: no longer than a few seconds.
   *
   * @throws DomainError `im-unavailable`, `im-refused`
   */
  issueToken(user: Profile): Promise<string>;
  /**
   * Says one thing. May be called again with the same event after a failure or a crash.
   *
   * @throws DomainError `im-unavailable` when it may be tried again; `im-refused` when that is of no use; `im-uncertain` when
   * it was a message that may have arrived, which is not sent again
   */
  deliver(stamped: StampedEvent): Promise<void>;
}
