import type { ContactOperation } from './friendship.js';
import type { EpochMs, GroupId, UserId } from './ids.js';
import type { NamedUser, Profile } from './user.js';

/** What a group's members are told (docs/wire/groups.md, "Group notices"). */
export type GroupNotice =
  | { readonly operation: 'Create'; readonly groupName: string }
  | { readonly operation: 'Add'; readonly targets: readonly NamedUser[] }
  | { readonly operation: 'Kicked'; readonly targets: readonly NamedUser[] }
  | { readonly operation: 'Quit'; readonly target: NamedUser; readonly newCreatorId: UserId | null }
  | { readonly operation: 'Dismiss' }
  | { readonly operation: 'Rename'; readonly groupName: string }
  | { readonly operation: 'Transfer'; readonly oldCreator: NamedUser; readonly newCreator: NamedUser };

export type Conversation =
  | { readonly kind: 'private'; readonly to: UserId }
  | { readonly kind: 'group'; readonly to: GroupId };

/** What the IM cloud must hear. Written in the transaction of the change it tells of, delivered later. */
export type ImEvent =
  | { readonly type: 'profile-changed'; readonly user: Profile }
  | { readonly type: 'block-added'; readonly owner: UserId; readonly target: UserId }
  | { readonly type: 'block-lifted'; readonly owner: UserId; readonly target: UserId }
  | {
      readonly type: 'contact-notice';
      readonly operation: ContactOperation;
      readonly from: NamedUser;
      readonly to: UserId;
      readonly message: string;
    }
  | {
      readonly type: 'group-created';
      readonly group: GroupId;
      readonly name: string;
      readonly members: readonly UserId[];
    }
  | {
      readonly type: 'group-joined';
      readonly group: GroupId;
      readonly name: string;
      readonly members: readonly UserId[];
    }
  | { readonly type: 'group-left'; readonly group: GroupId; readonly members: readonly UserId[] }
  | { readonly type: 'group-renamed'; readonly group: GroupId; readonly name: string }
  | { readonly type: 'group-dismissed'; readonly group: GroupId; readonly operator: UserId }
  | {
      readonly type: 'members-muted';
      readonly group: GroupId;
      readonly members: readonly UserId[];
      /** 1 to 43200; 0: for good. */
      readonly minutes: number;
    }
  | { readonly type: 'members-unmuted'; readonly group: GroupId; readonly members: readonly UserId[] }
  /** All but `exempt` may not write. */
  | { readonly type: 'group-muted'; readonly group: GroupId; readonly exempt: readonly UserId[] }
  | { readonly type: 'group-unmuted'; readonly group: GroupId }
  /** What the cloud keeps of the group's messages until then goes. */
  | {
      readonly type: 'history-cleared';
      readonly group: GroupId;
      readonly by: UserId;
      readonly until: EpochMs;
    }
  | {
      readonly type: 'group-notice';
      readonly group: GroupId;
      readonly operator: NamedUser;
      readonly notice: GroupNotice;
    }
  | {
      readonly type: 'message';
      readonly from: UserId;
      readonly conversation: Conversation;
      readonly objectName: string;
      /** JSON or plain text, as the sender gave it. */
      readonly content: string;
      /** '' for none. */
      readonly pushContent: string;
    };

/** What the outbox carries: what the IM cloud must hear, and the wish to compare its copy of a user with ours. */
export type OutboxEvent = ImEvent | { readonly type: 'reconciliation-due'; readonly user: UserId };

const pairKey = (a: UserId, b: UserId): string => `pair:${Math.min(a, b)}:${Math.max(a, b)}`;
const groupKey = (group: GroupId): string => `group:${group}`;

/** Events with the same key reach the IM cloud in the order they were written; others may overtake. */
export function orderingKey(event: OutboxEvent): string {
  switch (event.type) {
    case 'profile-changed':
      return `user:${event.user.id}`;
    case 'reconciliation-due':
      return `reconciliation:${event.user}`;
    case 'block-added':
    case 'block-lifted':
      return pairKey(event.owner, event.target);
    case 'contact-notice':
      return pairKey(event.from.id, event.to);
    case 'message':
      return event.conversation.kind === 'group'
        ? groupKey(event.conversation.to)
        : pairKey(event.from, event.conversation.to);
    default:
      return groupKey(event.group);
  }
}
