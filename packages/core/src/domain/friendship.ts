import { DomainError } from './errors.js';
import type { EpochMs, UserId } from './ids.js';
import type { Rules } from './rules.js';

/** How one user stands to another; the numbers are the wire's (docs/wire/friends.md). */
export const friendshipStatus = {
  requesting: 10,
  requested: 11,
  agreed: 20,
  ignored: 21,
  deleted: 30,
} as const;
export type FriendshipStatus = keyof typeof friendshipStatus;

/** One user's side. Two users have two sides, which may differ. */
export interface Side {
  readonly status: FriendshipStatus;
  /** What I call them; '' if nothing. At most 32 code points. */
  readonly displayName: string;
  /** Their request's text to me; '' if none. At most 64 code points. */
  readonly message: string;
  /** When anything of this side changed last. */
  readonly updatedAt: EpochMs;
}

/** Both sides and both blocks as they stand, read under the pair's lock. */
export interface Pair {
  readonly mine: Side | null;
  readonly theirs: Side | null;
  readonly iBlockThem: boolean;
  readonly theyBlockMe: boolean;
}

export type SideChange = Partial<Pick<Side, 'status' | 'displayName' | 'message'>>;

/** What a command does to a pair: the sides to write, and what the other user is told. */
export interface FriendshipChange {
  readonly mine?: SideChange;
  readonly theirs?: SideChange;
  /** My block of them ends: nobody is friend and blocked at once. */
  readonly liftMyBlock?: true;
  readonly tell?: ContactOperation;
}

/** What the other user hears of it (docs/wire/friends.md, "Contact notices"). */
export type ContactOperation = 'Request' | 'AcceptResponse';
export type InviteAction = 'None' | 'Added' | 'Sent';

/**
 * What an invitation comes to:
 *
 * - `send`: I ask them; again, if I had asked before
 * - `send-after-ignored`, `send-after-requested`: the same, but not too soon after my last invitation
 * - `accept`: they had asked me, so we are friends
 * - `resume`: they never let go of me, so we are friends again
 * - `nothing`: there is nothing to do now
 * - `friends`: refused, we are friends already
 */
type Invitation =
  | 'send'
  | 'send-after-ignored'
  | 'send-after-requested'
  | 'accept'
  | 'resume'
  | 'nothing'
  | 'friends';

type SideState = FriendshipStatus | 'absent';

/** My state x their state. A row of a pair that is missing is healed by the next invitation. */
export const invitations = {
  absent: {
    absent: 'send',
    requesting: 'accept',
    requested: 'send',
    agreed: 'resume',
    ignored: 'send',
    deleted: 'send',
  },
  requesting: {
    absent: 'send',
    requesting: 'accept',
    requested: 'send-after-requested',
    agreed: 'resume',
    ignored: 'send-after-ignored',
    deleted: 'nothing',
  },
  requested: {
    absent: 'accept',
    requesting: 'accept',
    requested: 'nothing',
    agreed: 'resume',
    ignored: 'nothing',
    deleted: 'nothing',
  },
  agreed: {
    absent: 'send',
    requesting: 'accept',
    requested: 'nothing',
    agreed: 'friends',
    ignored: 'nothing',
    deleted: 'send',
  },
  ignored: {
    absent: 'send',
    requesting: 'accept',
    requested: 'nothing',
    agreed: 'resume',
    ignored: 'nothing',
    deleted: 'nothing',
  },
  deleted: {
    absent: 'send',
    requesting: 'accept',
    requested: 'nothing',
    agreed: 'resume',
    ignored: 'nothing',
    deleted: 'send',
  },
} as const satisfies Record<SideState, Record<SideState, Invitation>>;

/** A user may befriend themselves: one row, agreed or deleted, and nobody to ask. */
export const selfInvitations = {
  absent: 'resume',
  requesting: 'resume',
  requested: 'resume',
  agreed: 'friends',
  ignored: 'resume',
  deleted: 'resume',
} as const satisfies Record<SideState, Invitation>;

const agreed: SideChange = { status: 'agreed' };
const nothing: { readonly action: InviteAction; readonly change: FriendshipChange } = {
  action: 'None',
  change: {},
};

/** The wait before the same invitation may be sent again, counted from my last one. */
const waits = {
  'send-after-ignored': 'againAfterIgnoredMs',
  'send-after-requested': 'againAfterRequestedMs',
} as const satisfies Partial<Record<Invitation, keyof Rules['invitation']>>;

/**
 * Decides an invitation. Whom they have blocked is answered like one who has to wait.
 * Inviting somebody lifts my own block of them, for nobody is to be friend and blocked at once.
 *
 * @param request who asks whom, and the cleaned text; for oneself both sides are the same row
 * @returns an empty `change` when there is nothing to do
 * @throws DomainError `already-friends`
 */
export function invite(
  { mine, theirs, iBlockThem, theyBlockMe }: Pair,
  { me, them, message }: { readonly me: UserId; readonly them: UserId; readonly message: string },
  now: EpochMs,
  rules: Rules,
): { readonly action: InviteAction; readonly change: FriendshipChange } {
  const isSelf = me === them;
  if (theyBlockMe && !isSelf) return nothing;
  const my = mine?.status ?? 'absent';
  const invitation: Invitation = isSelf ? selfInvitations[my] : invitations[my][theirs?.status ?? 'absent'];
  const lift = iBlockThem ? ({ liftMyBlock: true } as const) : {};

  switch (invitation) {
    case 'friends':
      throw new DomainError('already-friends', { user: them });
    case 'nothing':
      return nothing;
    case 'accept':
      return { action: 'Added', change: { mine: agreed, theirs: agreed, ...lift, tell: 'AcceptResponse' } };
    case 'resume':
      return { action: 'Added', change: { mine: agreed, ...lift } };
    case 'send-after-ignored':
    case 'send-after-requested': {
      const wait = rules.invitation[waits[invitation]];
      if (mine && now - mine.updatedAt <= wait) return nothing;
      break;
    }
    case 'send':
      break;
  }
  return {
    action: 'Sent',
    change: {
      mine: { status: 'requesting' },
      theirs: { status: 'requested', message },
      ...lift,
      tell: 'Request',
    },
  };
}

type Answer = 'accept' | 'ignore' | 'nothing' | 'refused';

/** Only a pending request can be answered; whoever was deleted cannot agree their way back. */
export const answers = {
  agree: {
    absent: 'refused',
    requesting: 'refused',
    requested: 'accept',
    agreed: 'nothing',
    ignored: 'refused',
    deleted: 'refused',
  },
  ignore: {
    absent: 'refused',
    requesting: 'refused',
    requested: 'ignore',
    agreed: 'refused',
    ignored: 'refused',
    deleted: 'refused',
  },
} as const satisfies Record<string, Record<SideState, Answer>>;

export type AnswerCommand = keyof typeof answers;

/**
 * Decides the answer to a friend request.
 *
 * @throws DomainError `friendship-state` when they are not asking me, or have blocked me since
 */
export function answerRequest(command: AnswerCommand, pair: Pair): FriendshipChange {
  const { mine, theirs, iBlockThem, theyBlockMe } = pair;
  const answer: Answer = answers[command][mine?.status ?? 'absent'];
  switch (answer) {
    case 'ignore':
      return { mine: { status: 'ignored' } };
    case 'accept':
      if (theirs?.status !== 'requesting' || theyBlockMe) break;
      return {
        mine: agreed,
        theirs: agreed,
        ...(iBlockThem ? { liftMyBlock: true } : {}),
        tell: 'AcceptResponse',
      };
    case 'nothing':
      if (theirs?.status === 'agreed') return {};
      break;
    case 'refused':
      break;
  }
  throw new DomainError('friendship-state');
}

const letGo: SideChange = { status: 'deleted', displayName: '', message: '' };

/** @throws DomainError `friendship-state` unless they are my friend; whether I am theirs does not matter */
export function deleteFriendship({ mine }: Pair): FriendshipChange {
  requireFriend(mine);
  return { mine: letGo };
}

/** What a block does to the friendship: it ends my side of it. Their side stays theirs to end. */
export const blockedFriendship = ({ mine }: Pair): FriendshipChange =>
  mine?.status === 'agreed' ? { mine: letGo } : {};

/** @throws DomainError `friendship-state` unless they are my friend */
export function renameFriend({ mine }: Pair, displayName: string): FriendshipChange {
  requireFriend(mine);
  return { mine: { displayName } };
}

function requireFriend(mine: Side | null): void {
  if (mine?.status !== 'agreed') throw new DomainError('friendship-state');
}
