import { type ChangeSet, friendshipStatus, groupRole } from '@kith/core';
import type { z } from 'zod';
import type { Ids } from '../../http-services.js';
import { presentProfile } from '../user/present.js';
import type { syncResult } from './schema.js';

/** In a sync every `timestamp` is the version of its row (docs/wire/sync.md). */
export const presentChanges = (ids: Ids, changes: ChangeSet): z.input<typeof syncResult> => ({
  version: changes.version,
  era: changes.era,
  ...(changes.reset ? { reset: true } : {}),
  ...(changes.hasMore ? { hasMore: true } : {}),
  user: changes.user && { ...presentProfile(ids, changes.user), timestamp: changes.user.version },
  blacklist: changes.blacklist.map(({ user, active, version }) => ({
    friendId: ids.encode(user.id),
    status: active,
    timestamp: version,
    user: presentProfile(ids, user),
  })),
  friends: changes.friends.map(({ user, displayName, status, version }) => ({
    friendId: ids.encode(user.id),
    displayName,
    status: friendshipStatus[status],
    timestamp: version,
    user: presentProfile(ids, user),
  })),
  groups: changes.groups.map(({ group, displayName, role, isDeleted }) => ({
    groupId: ids.encode(group.id),
    displayName,
    role: groupRole[role],
    isDeleted,
    group: {
      id: ids.encode(group.id),
      name: group.name,
      portraitUri: group.portraitUri,
      timestamp: group.version,
    },
  })),
  group_members: changes.groupMembers.map(({ groupId, user, displayName, role, isDeleted, version }) => ({
    groupId: ids.encode(groupId),
    memberId: ids.encode(user.id),
    displayName,
    role: groupRole[role],
    isDeleted,
    timestamp: version,
    user: presentProfile(ids, user),
  })),
});
