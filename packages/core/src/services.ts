import type { ChangeSet } from './domain/changes.js';
import type { InviteAction } from './domain/friendship.js';
import type { Group, Member } from './domain/group.js';
import type { GroupRole } from './domain/group-role.js';
import type { GroupId, SessionId, UserId } from './domain/ids.js';
import type { ImDifference } from './domain/im-difference.js';
import type { Rules } from './domain/rules.js';
import type { User } from './domain/user.js';
import type { SyncPosition } from './domain/version.js';
import type { Alerts } from './ports/alerts.js';
import type { PullOptions, ReceiveChanges } from './ports/change-feed.js';
import type { Clock } from './ports/clock.js';
import type { FriendshipEntry } from './ports/friendship-repository.js';
import type { IdCodec } from './ports/id-codec.js';
import type { ImDirectory } from './ports/im-directory.js';
import type { ImGateway } from './ports/im-gateway.js';
import type { OutboxEntry } from './ports/outbox.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { PhoneNumbers } from './ports/phone-numbers.js';
import type { Random } from './ports/random.js';
import type { RateLimiter } from './ports/rate-limiter.js';
import type { SecretDigest } from './ports/secret-digest.js';
import type { Session } from './ports/session-repository.js';
import type { SmsVerifier } from './ports/sms-verifier.js';
import type { UnitOfWork } from './ports/unit-of-work.js';
import type { UploadSigner, UploadTicket } from './ports/upload-signer.js';

/** What the core needs from outside: the ports, and the rules to go by. */
export interface Ports {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly random: Random;
  readonly rules: Rules;
  readonly idCodec: IdCodec;
  readonly phoneNumbers: PhoneNumbers;
  readonly smsVerifier: SmsVerifier;
  readonly passwordHasher: PasswordHasher;
  readonly secretDigest: SecretDigest;
  readonly rateLimiter: RateLimiter;
  readonly imGateway: ImGateway;
  /** null: the IM cloud cannot be asked, and nothing is compared with it. */
  readonly imDirectory: ImDirectory | null;
  readonly uploadSigner: UploadSigner;
  readonly alerts: Alerts;
}

/** A phone number as a client types it. */
export interface PhoneInput {
  readonly region: string;
  readonly number: string;
}

/** A user and the session they are signed in with. */
export interface SignedIn {
  readonly user: UserId;
  readonly session: Session;
}

/** Signing up and in (docs/wire/users.md). */
export interface IdentityUseCases {
  /** @throws DomainError `phone-invalid`, `code-throttled`, `sms-unavailable` */
  readonly sendCode: (phone: PhoneInput) => Promise<void>;
  /** @returns the verification token. @throws DomainError `phone-unknown`, `code-expired`, `code-wrong`, `sms-unavailable` */
  readonly verifyCode: (phone: PhoneInput, code: string) => Promise<string>;
  /** @returns whether the number may still be registered. @throws DomainError `phone-invalid` */
  readonly isPhoneAvailable: (phone: PhoneInput) => Promise<boolean>;
  /**
   * Makes the user and signs them in.
   *
   * @throws DomainError `password-space`, `nickname-length`, `password-length`, `verification-token-malformed`,
   * `verification-token-unknown`, `phone-taken`, in this order
   */
  readonly register: (input: {
    readonly nickname: string;
    readonly password: string;
    readonly verificationToken: string;
  }) => Promise<SignedIn>;
  /** @throws DomainError `phone-invalid`, `too-many-guesses`, `credentials-wrong` (unknown number or wrong password, told apart by nothing) */
  readonly logIn: (phone: PhoneInput, password: string) => Promise<SignedIn>;
  readonly logOut: (session: SessionId) => Promise<void>;
  /** Who is behind a session; null when it is unknown, revoked or over. */
  readonly authenticate: (session: SessionId) => Promise<SignedIn | null>;
  /**
   * Ends every session of the number's user, and the token. A number without a user is answered alike.
   *
   * @throws DomainError `password-space`, `password-length`, `verification-token-malformed`, `verification-token-unknown`
   */
  readonly resetPassword: (password: string, verificationToken: string) => Promise<void>;
  /** Ends every other session. @throws DomainError `password-space`, `password-length`, `too-many-guesses`, `old-password-wrong` */
  readonly changePassword: (
    me: SignedIn,
    passwords: { readonly newPassword: string; readonly oldPassword: string },
  ) => Promise<void>;
  /**
   * The token to connect to the IM cloud with: the one issued before, or a new one when `fresh` or none was.
   *
   * @throws DomainError `user-unknown`; `im-unavailable` or `im-refused` when there is none issued before either
   */
  readonly getImToken: (me: UserId, options: { readonly fresh: boolean }) => Promise<string>;
}

/** Profiles (docs/wire/users.md). */
export interface UserUseCases {
  /** @throws DomainError `nickname-length`; `user-unknown` when I am gone */
  readonly setNickname: (me: UserId, nickname: string) => Promise<void>;
  /** @throws DomainError `portrait-uri-format`, `portrait-uri-length`; `user-unknown` when I am gone */
  readonly setPortraitUri: (me: UserId, portraitUri: string) => Promise<void>;
  /** @throws DomainError `user-unknown` */
  readonly getUser: (id: UserId) => Promise<User>;
  /** Those that exist, ascending by id. */
  readonly getUsers: (ids: readonly UserId[]) => Promise<readonly User[]>;
  /** @throws DomainError `phone-invalid`, `user-unknown` */
  readonly findUserByPhone: (phone: PhoneInput) => Promise<User>;
  /** @throws DomainError `uploads-unavailable` */
  readonly getUploadTicket: (me: UserId) => Promise<UploadTicket>;
}

/** Friends (docs/wire/friends.md). */
export interface FriendshipUseCases {
  /** @throws DomainError `request-message-length`, `friend-unknown`, `already-friends` */
  readonly inviteFriend: (me: UserId, them: UserId, message: string) => Promise<InviteAction>;
  /** @throws DomainError `friendship-state` */
  readonly answerFriendRequest: (me: UserId, answer: 'agree' | 'ignore', them: UserId) => Promise<void>;
  /** @throws DomainError `friendship-state` */
  readonly deleteFriend: (me: UserId, them: UserId) => Promise<void>;
  /** @throws DomainError `display-name-length`, `friendship-state` */
  readonly setFriendDisplayName: (me: UserId, them: UserId, displayName: string) => Promise<void>;
  /** My sides of every status, ascending by the other's id. */
  readonly listFriendships: (me: UserId) => Promise<readonly FriendshipEntry[]>;
  /** @throws DomainError `not-a-friend` */
  readonly getFriendProfile: (me: UserId, them: UserId) => Promise<FriendshipEntry>;
}

/** Blocks (docs/wire/friends.md). */
export interface BlacklistUseCases {
  /** Ends my side of a friendship. @throws DomainError `friend-unknown` */
  readonly blockUser: (me: UserId, them: UserId) => Promise<void>;
  readonly unblockUser: (me: UserId, them: UserId) => Promise<void>;
  readonly listBlocked: (me: UserId) => Promise<readonly User[]>;
}

/** Groups (docs/wire/groups.md). */
export interface GroupUseCases {
  /**
   * `members` must name the creator and one other at least; null is an id that could not be read. Repetitions count once.
   *
   * @throws DomainError `group-name-length`, `group-too-few-members`, `group-full`, `too-many-groups`, `group-member-unreadable`,
   * `group-creator-not-listed`, `group-member-unknown`, in this order
   */
  readonly createGroup: (
    me: UserId,
    group: { readonly name: string; readonly members: readonly (UserId | null)[] },
  ) => Promise<{ readonly group: Group; readonly members: readonly UserId[] }>;
  /**
   * All or none. @returns whom it added, ascending
   * @throws DomainError `group-full` (when more are listed than any group holds), `group-unknown`, `not-a-group-member`, `group-member-unreadable`, `group-member-unknown`, `group-member-exists`, `group-full`
   */
  readonly addGroupMembers: (
    me: UserId,
    group: GroupId,
    users: readonly (UserId | null)[],
  ) => Promise<readonly UserId[]>;
  /** @throws DomainError `group-unknown`, `group-member-exists`, `group-full` */
  readonly joinGroup: (me: UserId, group: GroupId) => Promise<void>;
  /** All or none. @throws DomainError `kick-yourself`, `group-unknown`, `not-the-group-creator`, `group-member-unreadable`, `kick-non-member` */
  readonly kickGroupMembers: (me: UserId, group: GroupId, users: readonly (UserId | null)[]) => Promise<void>;
  /**
   * The creator's group passes to the live member with the lowest id; the last one out dismisses it.
   *
   * @throws DomainError `group-unknown`, `not-a-group-member`
   */
  readonly quitGroup: (me: UserId, group: GroupId) => Promise<void>;
  /** @throws DomainError `transfer-to-yourself`, `transfer-target-unknown`, `not-the-group-creator` */
  readonly transferGroup: (me: UserId, group: GroupId, to: UserId) => Promise<void>;
  /** @throws DomainError `group-unknown-or-not-creator` */
  readonly dismissGroup: (me: UserId, group: GroupId) => Promise<void>;
  /** @throws DomainError `group-name-length`, `group-unknown-or-not-creator` */
  readonly renameGroup: (me: UserId, group: GroupId, name: string) => Promise<void>;
  /** @throws DomainError `portrait-uri-format`, `portrait-uri-length`, `group-unknown-or-not-creator` */
  readonly setGroupPortrait: (me: UserId, group: GroupId, portraitUri: string) => Promise<void>;
  /** '' clears it. @throws DomainError `bulletin-length`, `group-unknown-or-not-creator` */
  readonly setGroupBulletin: (me: UserId, group: GroupId, bulletin: string) => Promise<void>;
  /** My own name in a group; '' clears it. @throws DomainError `display-name-length`, `group-unknown` */
  readonly setGroupDisplayName: (me: UserId, group: GroupId, displayName: string) => Promise<void>;
  /** Dismissed groups too: who left still needs name and portrait. @throws DomainError `group-unknown` */
  readonly getGroup: (group: GroupId) => Promise<Group>;
  /** Those that exist, dismissed ones too. */
  readonly getGroups: (groups: readonly GroupId[]) => Promise<readonly Group[]>;
  /** The roster, ascending by user id. @throws DomainError `group-unknown`, `not-a-group-member` */
  readonly listGroupMembers: (me: UserId, group: GroupId) => Promise<readonly Member[]>;
  readonly listMyGroups: (
    me: UserId,
  ) => Promise<readonly { readonly role: GroupRole; readonly group: Group }[]>;
}

/** Where a message goes. */
export type MessageTarget =
  | { readonly kind: 'private'; readonly to: UserId }
  | { readonly kind: 'group'; readonly to: GroupId };

export interface SyncUseCases {
  /** What changed for me since, or a page of it (docs/wire/sync.md). */
  readonly pullChanges: (me: UserId, position: SyncPosition, options?: PullOptions) => Promise<ChangeSet>;
  /**
   * The same without a limit, in parts. One snapshot is held until `receive` is done with the last part but one:
   * it must not take its time. @throws whatever `receive` throws
   */
  readonly streamChanges: (me: UserId, position: SyncPosition, receive: ReceiveChanges) => Promise<void>;
}

export interface MessagingUseCases {
  /**
   * Hands a message to the IM cloud in my name. One to a friend who blocks me goes nowhere, and I am not told.
   *
   * @throws DomainError `not-a-friend`, `not-a-group-member`
   */
  readonly sendMessage: (
    me: UserId,
    message: {
      readonly target: MessageTarget;
      readonly objectName: string;
      readonly content: string;
      readonly pushContent: string;
    },
  ) => Promise<void>;
  /**
   * One pass of the relay: claims due entries, delivers them, settles each. Safe beside other relays. Once `isOver` nothing more is
   * begun: what is left waits for the next one.
   *
   * @returns what became of those it claimed
   */
  readonly deliverOutbox: (options?: { readonly isOver?: () => boolean }) => Promise<{
    readonly delivered: number;
    readonly retried: number;
    /** Nobody answered, or there was no time for them: they wait, with no try counted. */
    readonly postponed: number;
    readonly dead: number;
  }>;
  readonly listDeadLetters: (limit: number) => Promise<readonly OutboxEntry[]>;
  /**
   * Messages as they were; of who is in a group, who blocks whom and what is called how, what is so now.
   *
   * @returns how many will be tried again
   */
  readonly replayDeadLetters: (ids: readonly number[]) => Promise<number>;
  /** @returns how many were thrown away */
  readonly dropDeadLetters: (ids: readonly number[]) => Promise<number>;
}

/** The IM cloud's copy against ours (docs/im.md). */
export interface ReconciliationUseCases {
  /**
   * The groups and blocks of one user. What differs is told once more through the outbox, unless `dryRun`.
   *
   * @param options.skipKnownGroups only groups that the database does not know are looked at: the others are compared by
   * their rosters
   * @returns what differed
   * @throws DomainError `im-unavailable`, `im-refused`
   */
  readonly reconcileUser: (
    user: UserId,
    options?: { readonly dryRun?: boolean; readonly skipKnownGroups?: boolean },
  ) => Promise<readonly ImDifference[]>;
  /** The roster and the name of one group, likewise. */
  readonly reconcileGroup: (
    group: GroupId,
    options?: { readonly dryRun?: boolean },
  ) => Promise<readonly ImDifference[]>;
}

export interface UseCases
  extends IdentityUseCases,
    UserUseCases,
    FriendshipUseCases,
    BlacklistUseCases,
    GroupUseCases,
    SyncUseCases,
    MessagingUseCases,
    ReconciliationUseCases {}

/** Every service by its key: what a container binds, and what a use case picks its needs from. */
export interface Services extends Ports, UseCases {}
