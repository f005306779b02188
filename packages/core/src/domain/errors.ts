import type { UserId } from './ids.js';

/** What a caller can do wrong, or the outside world refuse. Closed: every adapter maps all of it. */
export interface DomainErrorData {
  // identity
  'not-signed-in': undefined;
  'phone-invalid': undefined;
  'phone-taken': undefined;
  'phone-unknown': undefined;
  'code-wrong': undefined;
  'code-expired': undefined;
  /** Asked again too soon, or too often. `retryAfterMs`: when it may be tried again. */
  'code-throttled': { readonly retryAfterMs: number };
  'sms-unavailable': undefined;
  'verification-token-malformed': undefined;
  'verification-token-unknown': undefined;
  'credentials-wrong': undefined;
  'old-password-wrong': undefined;
  /** Too many wrong guesses. */
  'too-many-guesses': { readonly retryAfterMs: number };
  // texts, each naming its field
  'nickname-length': undefined;
  'password-space': undefined;
  'password-length': undefined;
  'portrait-uri-format': undefined;
  'portrait-uri-length': undefined;
  'request-message-length': undefined;
  'display-name-length': undefined;
  'group-name-length': undefined;
  'bulletin-length': undefined;
  // users
  'user-unknown': undefined;
  // friends
  'friend-unknown': undefined;
  'already-friends': { readonly user: UserId };
  /** No such friend, or the friendship is not in the state the command needs. */
  'friendship-state': undefined;
  'not-a-friend': { readonly user: UserId };
  // groups
  'group-unknown': undefined;
  'group-unknown-or-not-creator': undefined;
  'group-too-few-members': undefined;
  'group-full': { readonly limit: number };
  'too-many-groups': { readonly limit: number };
  'group-creator-not-listed': undefined;
  /** An id in the list could not be read. */
  'group-member-unreadable': undefined;
  'group-member-unknown': { readonly user: UserId };
  'group-member-exists': undefined;
  'not-a-group-member': undefined;
  'not-the-group-creator': undefined;
  'kick-yourself': undefined;
  'kick-non-member': undefined;
  'transfer-to-yourself': undefined;
  'transfer-target-unknown': undefined;
  // the outside
  'uploads-unavailable': undefined;
  /**
   * The IM cloud cannot serve now; it may be asked again after `retryAfterMs`. `answered`: it heard this and failed at it, which
   * counts as a try. Otherwise it gave no answer, would not listen, or was not asked because it is known to be down or busy.
   */
  'im-unavailable': { readonly retryAfterMs: number; readonly answered: boolean };
  /** The IM cloud may have heard it, or not: said again, it could be said twice. */
  'im-uncertain': { readonly reason: string };
  /** The IM cloud refused; trying again is of no use. */
  'im-refused': { readonly reason: string };
  /** The database cannot be reached, or is too busy. */
  'storage-unavailable': undefined;
}

export type DomainErrorCode = keyof DomainErrorData;

type DataOf<Code extends DomainErrorCode> = DomainErrorData[Code] extends undefined
  ? []
  : [data: DomainErrorData[Code]];

/** Recognised by its `code`, never by its class: two copies of this package may be loaded. */
export class DomainError<Code extends DomainErrorCode = DomainErrorCode> extends Error {
  override readonly name = 'DomainError';
  readonly code: Code;
  readonly data: DomainErrorData[Code];

  constructor(code: Code, ...[data]: DataOf<Code>) {
    super(code);
    this.code = code;
    this.data = data as DomainErrorData[Code];
  }
}

/** A DomainError of the given code, or of any code when none is given. */
export function isDomainError<Code extends DomainErrorCode = DomainErrorCode>(
  error: unknown,
  code?: Code,
): error is DomainError<Code> {
  return (
    error instanceof Error &&
    error.name === 'DomainError' &&
    'code' in error &&
    (!code || error.code === code)
  );
}
