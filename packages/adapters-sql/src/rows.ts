import {
  type Conversation,
  epochMs,
  type FriendshipStatus,
  friendshipStatus,
  type Group,
  type GroupRole,
  groupId,
  groupRole,
  type Member,
  type Membership,
  type OutboxEntry,
  type Presence,
  type PresenceStatus,
  type Profile,
  type RoutedMessage,
  type SentCode,
  type Session,
  type Side,
  type SmsSpend,
  type SmsSpendKey,
  sessionId,
  type User,
  userId,
  type Verification,
  version,
} from '@kith/core';

/**
 * The tables' columns as drivers give them, and as the domain sees them. Numbers may come as text (a bigint), flags as 0 and 1.
 */
export type Numeric = number | string;
export type Flag = boolean | number;

export interface ProfileColumns {
  readonly user_id: Numeric;
  readonly nickname: string;
  readonly portrait_uri: string;
}

export interface UserRow {
  readonly id: Numeric;
  readonly region: string;
  readonly phone: string;
  readonly nickname: string;
  readonly portrait_uri: string;
  readonly created_at: Numeric;
  readonly updated_at: Numeric;
}

export interface SideColumns {
  readonly status: Numeric;
  readonly display_name: string;
  readonly message: string;
  readonly updated_at: Numeric;
}

export interface GroupRow {
  readonly id: Numeric;
  readonly name: string;
  readonly portrait_uri: string;
  readonly member_count: Numeric;
  readonly max_member_count: Numeric;
  readonly creator_id: Numeric;
  readonly bulletin: string | null;
  readonly created_at: Numeric;
  readonly updated_at: Numeric;
  readonly dismissed_at: Numeric | null;
}

export interface MembershipRow {
  readonly group_id: Numeric;
  readonly user_id: Numeric;
  readonly role: Numeric;
  readonly display_name: string;
  readonly joined_at: Numeric;
  readonly created_at: Numeric;
  readonly updated_at: Numeric;
}

export interface VerificationRow {
  readonly region: string;
  readonly phone: string;
  readonly codes: string;
  readonly tries: Numeric;
  readonly last_send_at: Numeric | null;
  readonly token_digest: string | null;
  readonly token_expires_at: Numeric | null;
}

export interface SmsSpendRow {
  readonly key: SmsSpendKey;
  readonly slots: string;
  readonly paused_until: Numeric | null;
  readonly expires_at: Numeric;
}

export interface SessionRow {
  readonly id: string;
  readonly user_id: Numeric;
  readonly created_at: Numeric;
  readonly expires_at: Numeric;
}

export interface OutboxRow {
  readonly id: Numeric;
  readonly event: string;
  readonly version: Numeric;
  readonly created_at: Numeric;
  readonly attempts: Numeric;
  readonly last_error: string | null;
}

export interface ImPresenceRow {
  readonly user_id: Numeric;
  readonly status: PresenceStatus;
  readonly os: string;
  readonly session: string;
  readonly at: Numeric;
}

export interface ImMessageRow {
  readonly uid: string;
  readonly from_id: Numeric;
  readonly target_kind: Conversation['kind'];
  readonly target_id: Numeric;
  readonly directed_to: string;
  readonly object_name: string;
  readonly content: string;
  readonly source: string;
  readonly sent_at: Numeric;
}

const time = (value: Numeric) => epochMs(Number(value));
const timeOrNull = (value: Numeric | null) => (value === null ? null : time(value));

export const toVersion = (value: Numeric) => version(Number(value));

const nameOf = <Name extends string>(codes: Record<Name, number>) => {
  const names = new Map(Object.entries<number>(codes).map(([name, code]) => [code, name as Name]));
  return (code: Numeric): Name => {
    const name = names.get(Number(code));
    if (name === undefined) throw new Error(`a row holds the unknown code ${code}`);
    return name;
  };
};

export const toStatus: (code: Numeric) => FriendshipStatus = nameOf(friendshipStatus);
export const toRole: (code: Numeric) => GroupRole = nameOf(groupRole);

const toProfile = (row: ProfileColumns): Profile => ({
  id: userId(Number(row.user_id)),
  nickname: row.nickname,
  portraitUri: row.portrait_uri,
});

export const toUser = (row: UserRow): User => ({
  id: userId(Number(row.id)),
  nickname: row.nickname,
  portraitUri: row.portrait_uri,
  phone: { region: row.region, number: row.phone },
  createdAt: time(row.created_at),
  updatedAt: time(row.updated_at),
});

export const toSide = (row: SideColumns): Side => ({
  status: toStatus(row.status),
  displayName: row.display_name,
  message: row.message,
  updatedAt: time(row.updated_at),
});

export const toGroup = (row: GroupRow): Group => ({
  id: groupId(Number(row.id)),
  name: row.name,
  portraitUri: row.portrait_uri,
  memberCount: Number(row.member_count),
  maxMemberCount: Number(row.max_member_count),
  creatorId: userId(Number(row.creator_id)),
  bulletin: row.bulletin,
  createdAt: time(row.created_at),
  updatedAt: time(row.updated_at),
  dismissedAt: timeOrNull(row.dismissed_at),
});

export const toMembership = (row: MembershipRow): Membership => ({
  groupId: groupId(Number(row.group_id)),
  userId: userId(Number(row.user_id)),
  role: toRole(row.role),
  displayName: row.display_name,
  joinedAt: time(row.joined_at),
  createdAt: time(row.created_at),
  updatedAt: time(row.updated_at),
});

export const toMember = (row: MembershipRow & ProfileColumns): Member => ({
  ...toMembership(row),
  profile: toProfile(row),
});

export const toVerification = (row: VerificationRow): Verification => ({
  codes: toCodes(row.codes),
  tries: Number(row.tries),
  lastSendAt: timeOrNull(row.last_send_at),
  token:
    row.token_digest === null || row.token_expires_at === null
      ? null
      : { digest: row.token_digest, expiresAt: time(row.token_expires_at) },
});

/** A code from before the second migration does not say when sending it began. */
const toCodes = (text: string): readonly SentCode[] => {
  const codes: readonly SentCode[] = JSON.parse(text);
  return codes.map((code) => ({ ...code, startedAt: code.startedAt ?? code.sentAt }));
};

export const toSmsSpend = (row: SmsSpendRow): SmsSpend => ({
  slots: JSON.parse(row.slots),
  pausedUntil: timeOrNull(row.paused_until),
  expiresAt: time(row.expires_at),
});

export const toSession = (row: SessionRow): Session => ({
  id: sessionId(row.id),
  user: userId(Number(row.user_id)),
  createdAt: time(row.created_at),
  expiresAt: time(row.expires_at),
});

export const toOutboxEntry = (row: OutboxRow): OutboxEntry => ({
  id: Number(row.id),
  event: JSON.parse(row.event),
  version: toVersion(row.version),
  at: time(row.created_at),
  attempts: Number(row.attempts),
  lastError: row.last_error,
});

export const toPresence = (row: ImPresenceRow): Presence => ({
  user: userId(Number(row.user_id)),
  status: row.status,
  os: row.os,
  at: time(row.at),
  session: row.session,
});

const conversationOf = (kind: Conversation['kind'], id: Numeric): Conversation =>
  kind === 'group' ? { kind, to: groupId(Number(id)) } : { kind, to: userId(Number(id)) };

export const toRoutedMessage = (row: ImMessageRow): RoutedMessage => ({
  uid: row.uid,
  from: userId(Number(row.from_id)),
  conversation: conversationOf(row.target_kind, row.target_id),
  directedTo: JSON.parse(row.directed_to),
  objectName: row.object_name,
  content: row.content,
  source: row.source,
  sentAt: time(row.sent_at),
});
